package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/** What a real client makes of an error. */
final class AwsFailures {
  private AwsFailures() {}

  /** Asserts status, code and the whole message. */
  static void assertFails(ThrowingCallable call, int status, String code, String message) {
    AwsServiceException e = failure(call);
    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.statusCode()).isEqualTo(status);
    assertThat(e.requestId()).isNotEmpty();
  }

  /** Asserts a status without a body, as HEAD gets it. */
  static void assertFailsBare(ThrowingCallable call, int status) {
    AwsServiceException e = failure(call);
    assertThat(e.statusCode()).isEqualTo(status);
    SdkBytes body = e.awsErrorDetails().rawResponse();
    assertThat(body == null ? 0 : body.asByteArray().length).isZero();
  }

  private static AwsServiceException failure(ThrowingCallable call) {
    AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(e).as("an error from the service").isNotNull();
    return e;
  }
}
