package io.rolecall;

import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * That nobody asks which kind of one of our interfaces or sealed types a value is. An {@code
 * instanceof} has an "else", and a kind that comes later falls into it unseen: a sealed type is
 * matched, and an interface has a method. A class may ask for itself, in {@code equals}.
 */
final class UnaskedKinds extends ArchCondition<JavaClass> {

  UnaskedKinds() {
    super(
        "match sealed types of ours and call interfaces of ours, and not ask which kind a value is");
  }

  @Override
  public void check(JavaClass tester, ConditionEvents events) {
    tester.getCodeUnits().stream()
        .flatMap(unit -> unit.getInstanceofChecks().stream())
        .filter(check -> isOneOfSome(check.getRawType()))
        .filter(check -> !asksForItself(check))
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

  private static boolean asksForItself(InstanceofCheck check) {
    return check.getOwner().getName().equals("equals")
        && check.getOwner().getOwner().equals(check.getRawType());
  }

  /** Whether something of ours that has several kinds stands above a type. */
  private static boolean isOneOfSome(JavaClass type) {
    return isOurs(type.reflect())
        && above(type.reflect())
            .filter(UnaskedKinds::isOurs)
            .anyMatch(parent -> parent.isSealed() || parent.isInterface());
  }

  private static boolean isOurs(Class<?> type) {
    return type.getPackageName().startsWith("io.rolecall");
  }

  private static Stream<Class<?>> above(Class<?> type) {
    return Stream.concat(
            Arrays.stream(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
        .flatMap(parent -> Stream.concat(Stream.of(parent), above(parent)));
  }
}
