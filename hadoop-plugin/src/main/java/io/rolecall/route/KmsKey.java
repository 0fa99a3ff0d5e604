package io.rolecall.route;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of AWS's KMS by its ARN, which tells whose it is. An alias is none: IAM does not look up
 * which key it stands for.
 *
 * @param arn the ARN
 * @param account the account that has it
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html">AWS:
 *     keys in IAM policies</a>
 */
public record KmsKey(String arn, String account) implements Comparable<KmsKey> {

  private static final Pattern ARN =
      Pattern.compile("arn:[a-z0-9-]+:kms:[a-z0-9-]+:(\\d{12}):key/[\\w-]+");

  /**
   * Reads an ARN.
   *
   * @param text the text
   * @return the key; empty if it is not the ARN of one
   */
  public static Optional<KmsKey> of(String text) {
    Matcher arn = ARN.matcher(text);
    return arn.matches() ? Optional.of(new KmsKey(text, arn.group(1))) : Optional.empty();
  }

  /**
   * Reads ARNs.
   *
   * @param texts the texts
   * @return the keys
   * @throws InvalidRouteException if one is not the ARN of a key
   */
  public static Set<KmsKey> all(Collection<String> texts) {
    Set<KmsKey> keys = new TreeSet<>();
    for (String text : texts) {
      String arn = text.trim();
      keys.add(
          of(arn)
              .orElseThrow(
                  () ->
                      new InvalidRouteException(
                          "'"
                              + arn
                              + "' is not the ARN of a KMS key: expected"
                              + " arn:aws:kms:<region>:<account>:key/<id>. An alias is not enough:"
                              + " 'aws kms describe-key' prints the ARN of its key")));
    }
    return keys;
  }

  @Override
  public int compareTo(KmsKey other) {
    return arn.compareTo(other.arn);
  }

  @Override
  public String toString() {
    return arn;
  }
}
