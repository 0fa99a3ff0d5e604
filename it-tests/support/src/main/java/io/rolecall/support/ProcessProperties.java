package io.rolecall.support;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * System properties that a test sets in its process, as they were again after it. Tests that share
 * a process with it must not run beside it.
 */
public final class ProcessProperties implements AfterEachCallback {

  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  /** Made for each test class, as a field with {@code @RegisterExtension}. */
  public ProcessProperties() {}

  /**
   * Sets one until the end of the test.
   *
   * @param name its name
   * @param value its value
   */
  public void set(String name, String value) {
    String old = System.setProperty(name, value);
    if (!before.containsKey(name)) {
      before.put(name, old);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    before.clear();
  }
}
