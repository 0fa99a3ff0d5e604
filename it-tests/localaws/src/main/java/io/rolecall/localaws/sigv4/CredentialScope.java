package io.rolecall.localaws.sigv4;

/**
 * What a signature is good for.
 *
 * @param date {@code yyyyMMdd}
 * @param region such as {@code us-east-1}
 * @param service the signing name, such as {@code s3}
 */
public record CredentialScope(String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  @Override
  public String toString() {
    return date + '/' + region + '/' + service + '/' + TERMINATOR;
  }
}
