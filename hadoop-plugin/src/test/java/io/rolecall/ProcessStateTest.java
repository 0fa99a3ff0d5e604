package io.rolecall;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Static state that changes is at home in {@code io.rolecall.process}. */
class ProcessStateTest {

  /** Each with its reason. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          // Hadoop knows sources by name: adding and removing them must not overlap.
          "io.rolecall.metrics.ProcessMetrics.ROUTES",
          "io.rolecall.metrics.ProcessMetrics.registered",
          // What a process has done is told at its end, when nobody holds it any more.
          "io.rolecall.metrics.ProcessMetrics.ENDED",
          "io.rolecall.metrics.ProcessMetrics.BEFORE",
          "io.rolecall.metrics.ProcessTraffic.application",
          // JMX knows beans by name: a number that never comes again.
          "io.rolecall.metrics.SessionMetrics.COUNT");

  private static final List<Class<?>> CHANGING =
      List.of(
          AtomicBoolean.class,
          AtomicInteger.class,
          AtomicLong.class,
          AtomicReference.class,
          ThreadLocal.class,
          Executor.class,
          Future.class);

  /** What the rule is for; one of each kind. */
  @SuppressWarnings("unused")
  private static final class Holds {
    static int number;
    static final AtomicBoolean DONE = new AtomicBoolean();
    static final Map<String, String> KNOWN = new HashMap<>();
    static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
    static final Set<String> FIXED = Set.of();
    static final List<String> COPY = Stream.of("a").toList();
    static final String TEXT = "";
  }

  private static Stream<String> changing(Collection<? extends JavaField> fields) {
    return fields.stream()
        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
        .filter(ProcessStateTest::changes)
        .map(JavaField::getFullName);
  }

  private static boolean changes(JavaField field) {
    if (!field.getModifiers().contains(JavaModifier.FINAL)) {
      return true;
    }
    Class<?> type = field.reflect().getType();
    if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      return !isFixed(field);
    }
    return CHANGING.stream().anyMatch(changing -> changing.isAssignableFrom(type));
  }

  /** Whether a collection is one of those that cannot be changed. */
  private static boolean isFixed(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      String type = reflected.get(null).getClass().getName();
      return type.startsWith("java.util.ImmutableCollections$")
          || type.startsWith("java.util.Collections$Unmodifiable");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isInItsOneHome() {
    List<JavaField> fields =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.rolecall")
                .stream()
                .flatMap(ours -> ours.getFields().stream())
                .toList();
    assertThat(changing(fields)).isSubsetOf(ELSEWHERE);
  }

  @Test
  void isFoundWhereItIs() {
    assertThat(
            changing(List.copyOf(new ClassFileImporter().importClass(Holds.class).getFields()))
                .map(name -> name.replaceFirst(".*\\.", "")))
        .containsExactlyInAnyOrder("number", "DONE", "KNOWN", "SEEN");
  }
}
