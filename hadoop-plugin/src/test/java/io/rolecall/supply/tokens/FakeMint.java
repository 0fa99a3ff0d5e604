package io.rolecall.supply.tokens;

import io.rolecall.driver.Grants;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/** Mints a token of b1 with the n-th session of half an hour, unless it is told to fail. */
final class FakeMint implements Minting {

  private final Clock clock;
  private final List<Instant> asked = new ArrayList<>();
  private @Nullable String failure;
  private @Nullable RuntimeException bug;
  private Duration lifetime = Duration.ofMinutes(30);
  private List<LateRole> late = List.of();
  private @Nullable Duration second;
  private boolean newer;
  private boolean endless;
  private Runnable before = () -> {};
  private int sessions;

  FakeMint(Clock clock) {
    this.clock = clock;
  }

  void fail(@Nullable String why) {
    failure = why;
  }

  void throwing(@Nullable RuntimeException next) {
    bug = next;
  }

  void lifetime(Duration next) {
    lifetime = next;
  }

  void beforeAnswer(Runnable action) {
    before = action;
  }

  /** There is a second session, which lasts as long as given. */
  void alsoOf(Duration other) {
    second = other;
  }

  /** Its sessions never end. */
  void endless() {
    endless = true;
  }

  void late(LateRole... roles) {
    late = List.of(roles);
  }

  /** A role that was late has been renewed: until somebody mints. */
  void renew() {
    newer = true;
  }

  /** When it was asked. */
  List<Instant> asked() {
    return asked;
  }

  @Override
  public Minted mint() throws IOException {
    Instant now = clock.instant();
    asked.add(now);
    newer = false;
    before.run();
    if (bug != null) {
      throw bug;
    }
    if (failure != null) {
      throw new IOException(failure);
    }
    sessions++;
    UserGroupInformation user = UserGroupInformation.createRemoteUser("alice");
    Grants.addToken(user, "b1", Grants.granting(now, sessions, "s3a://b1"));
    List<Term> terms = new ArrayList<>();
    if (!endless) {
      terms.add(new Term(now, now.plus(lifetime)));
    }
    if (second != null) {
      terms.add(new Term(now, now.plus(second)));
    }
    return new Minted(user.getCredentials(), terms, late);
  }

  @Override
  public boolean isNewer() {
    return newer;
  }

  @Override
  public void close() {}
}
