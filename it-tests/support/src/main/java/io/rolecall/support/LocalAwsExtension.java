package io.rolecall.support;

import static java.util.Objects.requireNonNull;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import java.io.IOException;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link LocalAws} for all tests of a class, which get it as a parameter or in a field. Each
 * test finds it without faults and with an empty log.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());
 *
 * @Started private static LocalAws aws;
 * }</pre>
 */
public final class LocalAwsExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

  private final LocalAwsBuilder world;
  private @Nullable LocalAws aws;

  /**
   * Describes it.
   *
   * @param world what is started before the class's first test, and closed after its last
   */
  public LocalAwsExtension(LocalAwsBuilder world) {
    this.world = world;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, IllegalAccessException {
    aws = world.start();
    for (Field field : context.getRequiredTestClass().getDeclaredFields()) {
      if (field.isAnnotationPresent(Started.class)) {
        field.setAccessible(true);
        field.set(null, aws);
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    LocalAws started = started();
    started.faults().clear();
    started.log().clear();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    started().close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalAws.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return started();
  }

  private LocalAws started() {
    return requireNonNull(aws, "LocalAwsExtension has to be a static field");
  }
}
