package io.rolecall.credentials;

import io.rolecall.text.OneLine;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Refusals in the form that S3A understands. Of all that a signer can throw, only the likeness of
 * an answer with status 403 becomes an {@code AccessDeniedException} with its message and is not
 * repeated; it needs an HTTP response, or S3A fails over its absence.
 */
public final class AccessDenied {

  /** The error code of a refusal by Rolecall: {@value}. */
  public static final String CODE = "RefusedByRolecall";

  private static final int FORBIDDEN = 403;

  /** Longer than two keys of S3 and what is said of them. */
  private static final int LONGEST = 4096;

  private AccessDenied() {}

  /**
   * A refusal.
   *
   * @param why what is refused and what to do
   * @return the exception
   */
  public static S3Exception because(String why) {
    // Keys and hosts are in it, as somebody's request has them.
    String line = OneLine.of(why, LONGEST);
    return (S3Exception)
        S3Exception.builder()
            .statusCode(FORBIDDEN)
            .message(line)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName("Rolecall")
                    .errorCode(CODE)
                    .errorMessage(line)
                    .sdkHttpResponse(SdkHttpResponse.builder().statusCode(FORBIDDEN).build())
                    .build())
            .build();
  }
}
