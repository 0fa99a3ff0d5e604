package io.rolecall;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * That nobody asks which kind of one of our sealed types a value is. An {@code instanceof} has an
 * "else", and a kind that comes later falls into it unseen.
 */
final class MatchedSumTypes extends ArchCondition<JavaClass> {

  MatchedSumTypes() {
    super("match sealed types of ours, and not test for their kinds with instanceof");
  }

  @Override
  public void check(JavaClass tester, ConditionEvents events) {
    tester.getCodeUnits().stream()
        .flatMap(unit -> unit.getInstanceofChecks().stream())
        .filter(check -> isOneOfSome(check.getRawType()))
        .forEach(
            check ->
                events.add(
                    SimpleConditionEvent.violated(
                        tester,
                        check.getOwner().getFullName()
                            + " asks whether a value is a "
                            + check.getRawType().getName()
                            + " "
                            + check.getSourceCodeLocation())));
  }

  /** Whether a type is permitted by a sealed type of ours, or by one that such a type permits. */
  private static boolean isOneOfSome(JavaClass type) {
    return type.getPackageName().startsWith("io.rolecall")
        && above(type.reflect()).anyMatch(Class::isSealed);
  }

  private static Stream<Class<?>> above(Class<?> type) {
    return Stream.concat(
            Arrays.stream(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
        .flatMap(parent -> Stream.concat(Stream.of(parent), above(parent)));
  }
}
