package io.rolecall.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** What a class takes from its process by itself, and should be given. For all modules. */
public final class ProcessRules {

  private static final Map<Class<?>, Set<String>> CALLS =
      Map.of(
          ThreadLocalRandom.class, Set.of("current"),
          Math.class, Set.of("random"),
          System.class, Set.of("currentTimeMillis"),
          Calendar.class, Set.of("getInstance"));

  private static final Set<Class<?>> MADE =
      Set.of(Random.class, SplittableRandom.class, Date.class);

  /**
   * The time of the wall, and chance that decides. Free are {@link System#nanoTime}, by which a
   * thread measures how long it may still wait, and what makes names and secrets: {@code UUID} and
   * {@code SecureRandom}.
   */
  public static final DescribedPredicate<JavaAccess<?>> TIME_AND_CHANCE =
      describe(
          "is the process's time or chance",
          access -> isTime(access) || isOneOf(access, CALLS) || isNew(access));

  /** A thread may ignore it: see {@code io.rolecall.process.InterruptFlag}. */
  public static final DescribedPredicate<JavaAccess<?>> INTERRUPTS =
      describe(
          "interrupts a thread",
          access ->
              access.getTargetOwner().isAssignableTo(Thread.class)
                  && access.getName().equals("interrupt"));

  private ProcessRules() {}

  /**
   * Everybody is given a clock and chance, so that a test can give its own.
   *
   * @param entrances the full names of the classes where they come in
   */
  public static ArchRule timeAndChance(Set<String> entrances) {
    return noClasses().that(areOthersThan(entrances)).should().accessTargetWhere(TIME_AND_CHANCE);
  }

  /**
   * Whoever restores his own interrupt does so in one place.
   *
   * @param enders the full names of the classes that interrupt threads of their own
   */
  public static ArchRule interrupts(Set<String> enders) {
    return noClasses().that(areOthersThan(enders)).should().accessTargetWhere(INTERRUPTS);
  }

  /** The full names of the classes that do so: an exception that nobody needs is none. */
  public static Set<String> users(JavaClasses all, DescribedPredicate<JavaAccess<?>> what) {
    return all.stream()
        .filter(java -> java.getAccessesFromSelf().stream().anyMatch(what))
        .map(ProcessRules::outermost)
        .collect(Collectors.toSet());
  }

  /** But of a clock that is given. */
  private static boolean isTime(JavaAccess<?> access) {
    if (access.getTarget().getFullName().contains("(java.time.Clock")) {
      return false;
    }
    String owner = access.getTargetOwner().getFullName();
    return access.getTargetOwner().isEquivalentTo(Clock.class)
        ? access.getName().matches("system.*|tick.*")
        : owner.startsWith("java.time.") && access.getName().equals("now");
  }

  private static boolean isNew(JavaAccess<?> access) {
    return access.getName().equals("<init>")
        && MADE.stream().anyMatch(access.getTargetOwner()::isEquivalentTo)
        // With a seed, or an instant, it is nobody's chance and nobody's time.
        && access.getTarget().getFullName().endsWith("<init>()");
  }

  private static boolean isOneOf(JavaAccess<?> access, Map<Class<?>, Set<String>> members) {
    return members.entrySet().stream()
        .anyMatch(
            each ->
                access.getTargetOwner().isEquivalentTo(each.getKey())
                    && each.getValue().contains(access.getName()));
  }

  private static DescribedPredicate<JavaClass> areOthersThan(Set<String> names) {
    return describe("are others than " + names, java -> !names.contains(outermost(java)));
  }

  private static String outermost(JavaClass java) {
    return java.getFullName().replaceFirst("\\$.*", "");
  }
}
