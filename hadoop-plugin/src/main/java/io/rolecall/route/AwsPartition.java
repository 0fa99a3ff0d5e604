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
  CHINA("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
  /** The European Sovereign Cloud. */
  EUROPEAN_SOVEREIGN("amazonaws.eu", "api.amazonwebservices.eu"),
  /** ISO (US). */
  ISO("c2s.ic.gov", "api.aws.ic.gov"),
  /** ISOB (US). */
  ISO_B("sc2s.sgov.gov", "api.aws.scloud"),
  /** ISOE (Europe). */
  ISO_E("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
  /** ISOF. */
  ISO_F("csp.hci.ic.gov", "api.aws.hci.ic.gov"),
  /**
   * GovCloud (US). It comes before the commercial one, whose suffixes it has: its regions tell it,
   * behind the name of a bucket, which may hold any word.
   */
  GOV("amazonaws.com", "api.aws"),
  /** The commercial one. */
  COMMERCIAL("amazonaws.com", "api.aws");

  private static final Pattern GOV_HOST =
      Pattern.compile(".*[.-]us-gov-[a-z]+-\\d+(?:\\.vpce)?\\.(?:amazonaws\\.com|api\\.aws)");

  private final List<String> suffixes;

  AwsPartition(String suffix, String dualStackSuffix) {
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

  /** What the hosts of its buckets end with. */
  String suffix() {
    return suffixes.get(0);
  }
}
