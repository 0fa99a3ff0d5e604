package io.rolecall.spark.channel;

import io.rolecall.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * The channel by which executors reach their driver, and whether it may carry sessions: only the
 * holders of the application's secret may ask, and nobody may read along. What an asker says of
 * itself, its executor id above all, proves nothing. Immutable.
 */
public final class DriverChannel {

  /** At launch, lets a driver start that answers whoever reaches its port. */
  static final String UNPROTECTED = "spark.rolecall.channel.unprotected";

  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String CRYPTO = "spark.network.crypto.enabled";
  private static final String SASL = "spark.authenticate.enableSaslEncryption";
  private static final String TLS = "spark.ssl.rpc.enabled";

  private final String masterUrl;
  private final Master master;
  private final @Nullable String fault;

  private DriverChannel(String masterUrl, Master master, @Nullable String fault) {
    this.masterUrl = masterUrl;
    this.master = master;
    this.fault = fault;
  }

  /**
   * The channel of an application that starts.
   *
   * @param conf what the application was launched with
   * @param sparkVersion the version of Spark: before 4.0 it knows no TLS for its RPC, whatever the
   *     key says
   * @return the channel
   * @throws ConfigException if strangers could use it, and nobody asked for that; the message says
   *     what to set
   */
  public static DriverChannel open(SparkConf conf, String sparkVersion) {
    String masterUrl = conf.get("spark.master", "");
    Master master = Master.of(masterUrl);
    boolean unprotected = isTrue(conf, UNPROTECTED);
    String fault = master == Master.LOCAL ? null : fault(conf, sparkVersion);
    if (fault != null && !unprotected) {
      throw new ConfigException(
          "spark.master="
              + masterUrl
              + ": "
              + fault
              + ". "
              + master.advice()
              + " To let everybody have this job's sessions instead, set "
              + UNPROTECTED
              + "=true",
          null);
    }
    return new DriverChannel(masterUrl, master, fault);
  }

  private static @Nullable String fault(SparkConf conf, String sparkVersion) {
    boolean tls = isTrue(conf, TLS);
    boolean tlsIsKnown = !sparkVersion.startsWith("3.");
    if (!isTrue(conf, AUTHENTICATE)) {
      return AUTHENTICATE
          + " is not true"
          + (tls && tlsIsKnown
              ? " (" + TLS + " encrypts, but lets in a stranger with a key store of his own)"
              : "")
          + ", so whoever reaches the driver's port could take the job's sessions";
    }
    if (isTrue(conf, CRYPTO) || isTrue(conf, SASL) || (tls && tlsIsKnown)) {
      return null;
    }
    List<String> keys = new ArrayList<>(List.of(CRYPTO, SASL));
    if (tlsIsKnown) {
      keys.add(TLS);
    }
    return "none of "
        + String.join(", ", keys)
        + " is true"
        + (tls ? " (" + TLS + " does nothing before Spark 4.0; this is " + sparkVersion + ")" : "")
        + ", so whoever listens on the network could read the job's sessions";
  }

  private static boolean isTrue(SparkConf conf, String key) {
    // No white space: Spark itself reads some of these keys with it, and some without.
    String value = conf.get(key, "false");
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    if (value.equalsIgnoreCase("false")) {
      return false;
    }
    throw new ConfigException(key + " = '" + value + "': expected true or false", null);
  }

  /**
   * What is to be said of a channel that is open to strangers because somebody wants it so.
   *
   * @return the warning; empty for one that is closed to them
   */
  public Optional<String> warning() {
    return Optional.ofNullable(fault)
        .map(
            text ->
                UNPROTECTED
                    + "=true: "
                    + text
                    + ". This driver answers all the same. "
                    + master.advice());
  }

  /**
   * Lets a question in.
   *
   * @throws IOException if this driver has no executors, so that nobody may ask
   */
  public void admit() throws IOException {
    if (master == Master.LOCAL) {
      throw new IOException(
          "spark.master="
              + masterUrl
              + ": this driver has no executors and gives its sessions to nobody");
    }
  }
}
