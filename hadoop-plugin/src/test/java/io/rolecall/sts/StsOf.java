package io.rolecall.sts;

import software.amazon.awssdk.services.sts.StsClient;

/** The clients of an STS that is no server. */
public final class StsOf {

  private StsOf() {}

  /** One client for every endpoint. */
  public static StsClients clients(StsClient client) {
    return new StsClients((endpoint, network) -> client);
  }
}
