package io.rolecall.driver;

import io.rolecall.renewal.SessionStore;
import io.rolecall.sts.Job;
import io.rolecall.sts.StsOf;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.sts.StsClient;

/** Sessions that an STS mints which is no server. */
public final class MintedBy {

  private MintedBy() {}

  /** The sessions of a driver. */
  public static MintedSessions sessions(
      StsClient sts, SessionStore store, Job job, Duration patience, Clock clock) {
    return new MintedSessions(store, job, patience, clock, StsOf.clients(sts));
  }
}
