package io.rolecall.sts;

import io.rolecall.route.StsEndpoint;
import io.rolecall.session.SessionException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.signer.Signer;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/**
 * Whom STS takes somebody else for: a process that has a session and must not call STS signs the
 * question, and this one sends it, where and how it sends its own calls.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public final class ForeignCaller {

  /** Whoever signs may have to be asked over a network. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ForeignCaller() {}

  /** Signs the question. */
  public interface Signature {

    /**
     * Signs it.
     *
     * @param sts where it will be sent
     * @param region the region that it is signed for
     * @return the header fields that it is sent with, but for the host and the length
     */
    Map<String, String> sign(URI sts, String region);
  }

  /**
   * Asks STS.
   *
   * @param endpoint the STS endpoint
   * @param signature signs
   * @param who what messages call whoever signs
   * @param clients the clients
   * @param clock this process's clock
   * @return the ARN; empty if the STS of a store has no GetCallerIdentity
   * @throws SessionException if STS does not answer, or does not know who signed
   */
  public static Optional<String> arn(
      StsEndpoint endpoint, Signature signature, String who, StsClients clients, Clock clock)
      throws SessionException {
    GetCallerIdentityRequest request =
        GetCallerIdentityRequest.builder()
            .overrideConfiguration(
                call ->
                    call.signer(new ForeignSigner(signature))
                        .apiCallAttemptTimeout(PATIENCE)
                        .apiCallTimeout(PATIENCE))
            .build();
    try {
      return Optional.of(clients.client(endpoint).getCallerIdentity(request).arn());
    } catch (SdkException | IllegalArgumentException e) {
      if (StsFailure.of(e).code().equals(CallerIdentity.UNSUPPORTED)) {
        return Optional.empty();
      }
      throw StsFailures.of(StsCall.callerIdentity(who, clock.instant()), e);
    }
  }

  /** The SDK has found host and region by itself, as for every call of its client. */
  private record ForeignSigner(Signature signature) implements Signer {

    @Override
    public SdkHttpFullRequest sign(SdkHttpFullRequest request, ExecutionAttributes attributes) {
      SdkHttpFullRequest.Builder signed = request.toBuilder();
      signature
          .sign(
              request.getUri(),
              attributes.getAttribute(AwsSignerExecutionAttribute.SIGNING_REGION).id())
          .forEach(signed::putHeader);
      return signed.build();
    }
  }
}
