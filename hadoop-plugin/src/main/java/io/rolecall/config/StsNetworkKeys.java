package io.rolecall.config;

import java.util.List;

/**
 * S3A's keys that say how STS is reached: by which proxy, and with which header fields.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/current/hadoop-aws/tools/hadoop-aws/connecting.html">Connecting
 *     to an Amazon S3 Bucket through the S3A Connector</a>
 */
public final class StsNetworkKeys {

  /** The proxy's host. */
  public static final String HOST = "fs.s3a.proxy.host";

  /** The proxy's port. */
  public static final String PORT = "fs.s3a.proxy.port";

  /** Whether the proxy is called by https. */
  public static final String SECURED = "fs.s3a.proxy.ssl.enabled";

  /** The user that the proxy asks for; may be in a credential store. */
  public static final String USERNAME = "fs.s3a.proxy.username";

  /** The user's password; may be in a credential store. */
  public static final String PASSWORD = "fs.s3a.proxy.password";

  /** The domain of NTLM. */
  public static final String DOMAIN = "fs.s3a.proxy.domain";

  /** The workstation of NTLM. */
  public static final String WORKSTATION = "fs.s3a.proxy.workstation";

  /** What the User-Agent starts with. */
  public static final String USER_AGENT = "fs.s3a.user.agent.prefix";

  /** Header fields of each call. */
  public static final String HEADERS = "fs.s3a.client.sts.custom.headers";

  private static final List<String> ALL =
      List.of(
          HOST,
          PORT,
          SECURED,
          USERNAME,
          PASSWORD,
          DOMAIN,
          WORKSTATION,
          USER_AGENT,
          HEADERS,
          RolecallConfig.CREDENTIAL_PROVIDERS);

  private StsNetworkKeys() {}

  /**
   * All of them.
   *
   * @return these keys, and that of the credential stores
   */
  public static List<String> all() {
    return ALL;
  }
}
