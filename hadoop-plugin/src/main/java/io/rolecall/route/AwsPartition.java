package io.rolecall.route;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of AWS, whose names of buckets and accounts have nothing to do with each other, by the
 * hosts of their services (<a
 * href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">AWS:
 * partitions</a>; the suffixes are those of the SDK's partition metadata).
 */
public enum AwsPartition {
  /** China. */
  CHINA("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
  /** The European Sovereign Cloud. */
  EUROPEAN_SOVEREIGN("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"),
  /** ISO (US). */
  ISO("aws-iso", "c2s.ic.gov", "api.aws.ic.gov"),
  /** ISOB (US). */
  ISO_B("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"),
  /** ISOE (Europe). */
  ISO_E("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
  /** ISOF. */
  ISO_F("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
  /**
   * GovCloud (US). It comes before the commercial one, whose suffixes it has: its regions tell it,
   * behind the name of a bucket, which may hold any word.
   */
  GOV("aws-us-gov", "amazonaws.com", "api.aws"),
  /** The commercial one. */
  COMMERCIAL("aws", "amazonaws.com", "api.aws");

  private static final Pattern GOV_HOST =
      Pattern.compile(".*[.-]us-gov-[a-z]+-\\d+(?:\\.vpce)?\\.(?:amazonaws\\.com|api\\.aws)");

  private final String id;
  private final List<String> suffixes;

  AwsPartition(String id, String suffix, String dualStackSuffix) {
    this.id = id;
    suffixes = List.of(suffix, dualStackSuffix);
  }

  /**
   * Finds the partition of a host.
   *
   * @param host a host, without a port, in any case of letters
   * @return empty if the host is none of AWS's
   */
  public static Optional<AwsPartition> of(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    for (AwsPartition partition : values()) {
      if (partition.suffixes.stream().anyMatch(suffix -> lower.endsWith("." + suffix))
          && (partition != GOV || GOV_HOST.matcher(lower).matches())) {
        return Optional.of(partition);
      }
    }
    return Optional.empty();
  }

  /**
   * Its name in ARNs.
   *
   * @return {@code aws}, {@code aws-cn}, ...
   */
  public String id() {
    return id;
  }

  /** What the hosts of its buckets end with. */
  String suffix() {
    return suffixes.get(0);
  }
}
