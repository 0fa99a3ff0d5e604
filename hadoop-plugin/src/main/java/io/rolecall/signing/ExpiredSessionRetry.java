package io.rolecall.signing;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.session.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Repeats a request that met an expired session: tells the route that its session was refused, and
 * lets the SDK sign again. It does so twice at most: an executor may have an expired session, and
 * its driver may still give it another one. Thread-safe.
 *
 * <p>The SDK shows a retry condition the request as it was before it was signed. So the signed one
 * is kept before it is sent: its access key id names the session that was refused.
 */
final class ExpiredSessionRetry implements RetryCondition {

  private static final ExecutionAttribute<SdkHttpRequest> SIGNED =
      new ExecutionAttribute<>("RolecallSignedRequest");
  private static final ExecutionAttribute<Supplier<List<String>>> DELETED =
      new ExecutionAttribute<>("RolecallDeletedKeys");
  private static final ExecutionAttribute<List<String>> REFUSED =
      new ExecutionAttribute<>("RolecallRefusedAccessKeyIds");

  /** The session that an executor has, and the one that its driver had already. */
  static final int REPEATS = 2;

  private static final String AWS_ID = "x-amz-id-2";

  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  private final Supplier<? extends RequestRouter> router;
  private final RouteCounts counts;

  /**
   * The repeat of a client's requests.
   *
   * @param router finds what signs them; called later, because the client is not made yet
   * @param counts counts what is repeated and what is denied
   */
  ExpiredSessionRetry(Supplier<? extends RequestRouter> router, RouteCounts counts) {
    this.router = router;
    this.counts = counts;
  }

  /** Keeps what is about to be sent. */
  void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    executionAttributes.putAttribute(SIGNED, context.httpRequest());
    if (RequestReader.isBulkDelete(context.httpRequest())) {
      deletedKeys(context).ifPresent(keys -> executionAttributes.putAttribute(DELETED, keys));
    }
  }

  private static Optional<Supplier<List<String>>> deletedKeys(Context.BeforeTransmission context) {
    if (context.request() instanceof DeleteObjectsRequest request) {
      return Optional.of(
          () -> request.delete().objects().stream().map(ObjectIdentifier::key).toList());
    }
    return context.requestBody().map(body -> () -> DeletedKeys.in(body.contentStreamProvider()));
  }

  @Override
  public boolean shouldRetry(RetryPolicyContext context) {
    boolean again = isRepeated(context);
    SdkHttpRequest signed = context.executionAttributes().getAttribute(SIGNED);
    if (signed != null && context.exception() instanceof AwsServiceException answer) {
      counts.failed(signed, isDenied(answer), again);
    }
    return again;
  }

  /** Whether the store has said no, and not Rolecall's signer in its name. */
  private static boolean isDenied(AwsServiceException answer) {
    return answer.statusCode() == FORBIDDEN
        && (answer.awsErrorDetails() == null
            || !AccessDenied.CODE.equals(answer.awsErrorDetails().errorCode()));
  }

  private boolean isRepeated(RetryPolicyContext context) {
    ExecutionAttributes attributes = context.executionAttributes();
    SdkHttpRequest signed = attributes.getAttribute(SIGNED);
    if (signed == null || !(context.exception() instanceof AwsServiceException answer)) {
      return false;
    }
    Rejection rejection = classify(answer, signed.method() == SdkHttpMethod.HEAD);
    String accessKeyId = accessKeyId(signed);
    List<String> before = Optional.ofNullable(attributes.getAttribute(REFUSED)).orElse(List.of());
    if (rejection == null
        || accessKeyId == null
        || before.size() >= REPEATS
        || before.contains(accessKeyId)) {
      return false;
    }
    boolean again =
        router
            .get()
            .find(signed, attributes.getAttribute(DELETED))
            .credentials()
            .onRejected(accessKeyId, rejection);
    if (again) {
      attributes.putAttribute(
          REFUSED, Stream.concat(before.stream(), Stream.of(accessKeyId)).toList());
    }
    return again;
  }

  /**
   * What an answer says about the session. AWS says 400 ExpiredToken; Ceph and others say 403
   * InvalidAccessKeyId; the answer to a HEAD has no body and so no code. So a bare 403 is a denial
   * if AWS says it, and from other stores it may mean that the session has ended.
   */
  static @Nullable Rejection classify(AwsServiceException answer, boolean head) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    if (AccessDenied.CODE.equals(code)) {
      return null;
    }
    if (head || code == null) {
      return switch (answer.statusCode()) {
        case BAD_REQUEST -> Rejection.PERHAPS_EXPIRED;
        case FORBIDDEN -> isByAws(answer) ? Rejection.DENIED : Rejection.PERHAPS_EXPIRED;
        default -> null;
      };
    }
    return switch (code) {
      case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" -> Rejection.EXPIRED;
      case "InvalidAccessKeyId", "InvalidToken" -> Rejection.PERHAPS_EXPIRED;
      case "AccessDenied" -> Rejection.DENIED;
      default -> null;
    };
  }

  /** AWS puts a second id into every answer. An answer without a head tells nothing: as AWS. */
  private static boolean isByAws(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null
        || details.sdkHttpResponse() == null
        || details.sdkHttpResponse().firstMatchingHeader(AWS_ID).isPresent();
  }

  /** The access key id in {@code AWS4-HMAC-SHA256 Credential=ID/date/...}. */
  private static @Nullable String accessKeyId(SdkHttpRequest signed) {
    String header = signed.firstMatchingHeader("Authorization").orElse("");
    int start = header.indexOf("Credential=");
    int end = header.indexOf('/', start);
    return start < 0 || end < 0 ? null : header.substring(start + "Credential=".length(), end);
  }
}
