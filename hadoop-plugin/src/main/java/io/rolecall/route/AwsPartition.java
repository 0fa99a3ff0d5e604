package io.rolecall.route;

import java.util.Arrays;
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
  CHINA("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "signin.amazonaws.cn"),
  /** The European Sovereign Cloud. */
  EUROPEAN_SOVEREIGN("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", ""),
  /** ISO (US). */
  ISO("aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "signin.c2shome.ic.gov"),
  /** ISOB (US). */
  ISO_B("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "signin.sc2shome.sgov.gov"),
  /** ISOE (Europe). */
  ISO_E("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", ""),
  /** ISOF. */
  ISO_F("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", ""),
  /**
   * GovCloud (US). It comes before the commercial one, whose suffixes it has: its regions tell it,
   * behind the name of a bucket, which may hold any word.
   */
  GOV("aws-us-gov", "amazonaws.com", "api.aws", "signin.amazonaws-us-gov.com"),
  /** The commercial one. */
  COMMERCIAL("aws", "amazonaws.com", "api.aws", "signin.aws.amazon.com");

  private static final Pattern GOV_HOST =
      Pattern.compile(".*[.-]us-gov-[a-z]+-\\d+(?:\\.vpce)?\\.(?:amazonaws\\.com|api\\.aws)");

  private final String id;
  private final List<String> suffixes;
  private final String signIn;

  AwsPartition(String id, String suffix, String dualStackSuffix, String signIn) {
    this.id = id;
    this.signIn = signIn;
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
   * Finds a partition by its name in ARNs.
   *
   * @param id {@code aws}, {@code aws-cn}, ...
   * @return empty if there is none of this name
   */
  public static Optional<AwsPartition> named(String id) {
    return Arrays.stream(values()).filter(partition -> partition.id.equals(id)).findFirst();
  }

  /**
   * What SAML assertions for its roles name as their audience, unless the identity provider names
   * the sign-in of one region (<a
   * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_relying-party.html">AWS:
   * relying party</a>).
   *
   * @return the audience; empty for partitions whose sign-in AWS does not publish
   */
  public Optional<String> samlAudience() {
    return signIn.isEmpty() ? Optional.empty() : Optional.of("https://" + signIn + "/saml");
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
