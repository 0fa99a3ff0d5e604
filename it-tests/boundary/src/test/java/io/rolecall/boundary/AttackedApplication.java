package io.rolecall.boundary;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts, before the first attack, the one application that all attacks are on, and gives it to
 * whoever declares a parameter of this class. It ends with the last.
 */
final class AttackedApplication implements BeforeAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(AttackedApplication.class);

  /** What is shared. */
  record Scene(Accounts accounts, Application application, Neighbour neighbour)
      implements AutoCloseable {

    static Scene open() {
      try {
        Accounts accounts = Accounts.start();
        Application application =
            Application.start(
                accounts.aws().endpoint(),
                accounts.operator(),
                "attacked",
                Accounts.declaredRoles());
        return new Scene(accounts, application, new Neighbour(application));
      } catch (Exception e) {
        throw new IllegalStateException("the application does not start", e);
      }
    }

    @Override
    public void close() throws Exception {
      neighbour.close();
      application.close();
      accounts.close();
    }
  }

  private static Scene scene(ExtensionContext context) {
    @Nullable Scene scene =
        context.getRoot().getStore(HERE).computeIfAbsent("scene", key -> Scene.open(), Scene.class);
    return Objects.requireNonNull(scene);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    scene(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scene.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return scene(context);
  }
}
