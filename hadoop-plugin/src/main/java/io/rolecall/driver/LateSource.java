package io.rolecall.driver;

import io.rolecall.config.ConfigException;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A source that is made when it is asked first: to make it may read files. It is asked where that
 * harms nobody.
 */
final class LateSource implements SessionSource {

  private final Supplier<SessionSource> making;
  private volatile @Nullable SessionSource made;

  LateSource(Supplier<SessionSource> making) {
    this.making = making;
  }

  @Override
  public Session obtain(@Nullable Session rejected) throws SessionException {
    SessionSource source = made;
    if (source == null) {
      try {
        source = making.get();
      } catch (ConfigException e) {
        throw new SessionException(Kind.PERMANENT, String.valueOf(e.getMessage()), e);
      }
      made = source;
    }
    return source.obtain(rejected);
  }
}
