package io.rolecall.identity;

import io.rolecall.route.OwnCredentials;
import io.rolecall.route.OwnCredentials.Cases;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Why a base identity has no credentials, and what to do about it. */
final class IdentityFailures {

  private static final int FORBIDDEN = 403;

  private IdentityFailures() {}

  /**
   * Explains a failure.
   *
   * @param failure what the credentials provider threw
   * @param source where the credentials should have come from
   * @return the failure, with advice, and whether it may pass
   */
  static SessionException explain(Throwable failure, OwnCredentials source) {
    return source.match(new Explanations(failure, "base identity from " + source + ": "));
  }

  /** The explanation of each kind. */
  private record Explanations(Throwable failure, String what) implements Cases<SessionException> {

    @Override
    public SessionException defaultChain(OwnCredentials.DefaultChain chain) {
      return permanent(ChainFailures.explain(failure, chain), null);
    }

    @Override
    public SessionException staticKeys(OwnCredentials.StaticKeys keys) {
      return permanent(what + Causes.said(failure), failure);
    }

    @Override
    public SessionException environment(OwnCredentials.Environment environment) {
      return permanent(
          what
              + Causes.said(failure)
              + " Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where the driver runs, or choose"
              + " another base identity",
          failure);
    }

    @Override
    public SessionException instanceProfile(OwnCredentials.InstanceProfile profile) {
      return IdentityFailures.instanceProfile(failure, what);
    }

    @Override
    public SessionException container(OwnCredentials.Container container) {
      return IdentityFailures.container(failure, what);
    }

    @Override
    public SessionException profile(OwnCredentials.Profile profile) {
      return ProfileFailures.explain(failure, profile, what);
    }

    @Override
    public SessionException propertiesFile(OwnCredentials.PropertiesFile file) {
      return permanent(
          what
              + Causes.said(failure)
              + ". Expected a file that the driver can read, with accessKey=..., secretKey=... and"
              + " perhaps sessionToken=...",
          failure);
    }
  }

  private static SessionException instanceProfile(Throwable failure, String what) {
    boolean token = Causes.causedBy(failure, "Failed to retrieve IMDS token");
    if (Causes.causedBy(failure, "have been disabled")) {
      return permanent(
          what
              + "AWS_EC2_METADATA_DISABLED switches it off. Unset it, or choose another base"
              + " identity",
          failure);
    }
    if (Causes.cause(failure, ConnectException.class) != null
        || Causes.cause(failure, NoRouteToHostException.class) != null
        || Causes.causedBy(failure, "onnect timed out")) {
      return transientFailure(
          what
              + "the instance metadata service cannot be reached. Is this an EC2 instance whose"
              + " metadata endpoint is enabled? Elsewhere, choose another base identity",
          failure);
    }
    if (Causes.cause(failure, SocketTimeoutException.class) != null) {
      return transientFailure(
          what
              + "the instance metadata service did not answer in time"
              + (token
                  ? " when it was asked for a token. In a container, its answer needs a hop more:"
                      + " raise the instance's HttpPutResponseHopLimit to 2"
                  : ". It may be busy: many processes ask it at once"),
          failure);
    }
    SdkServiceException answer = Causes.cause(failure, SdkServiceException.class);
    if (token && answer != null && answer.statusCode() == FORBIDDEN) {
      return permanent(
          what
              + "the instance metadata service refuses to give a token (status 403). Enable the"
              + " instance's metadata endpoint (HttpEndpoint), or choose another base identity",
          failure);
    }
    if (token) {
      return transientFailure(
          what + "the instance metadata service gave no token, and its version 1 is not used",
          failure);
    }
    if (Causes.causedBy(failure, "metadata is not found")) {
      return permanent(
          what
              + "the instance has no instance profile. Attach one whose role may assume the routes'"
              + " roles",
          failure);
    }
    return transientFailure(what + Causes.innermost(failure), failure);
  }

  private static SessionException container(Throwable failure, String what) {
    if (Causes.causedBy(failure, "environment variables are set")) {
      return permanent(
          what
              + "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor"
              + " AWS_CONTAINER_CREDENTIALS_FULL_URI is set. ECS sets the first for a task with a"
              + " task role, EKS the second for a pod with a pod identity; elsewhere, choose"
              + " another base identity",
          failure);
    }
    if (Causes.causedBy(failure, "invalid host")) {
      return permanent(what + Causes.innermost(failure), failure);
    }
    if (Causes.causedBy(failure, "Failed to read")) {
      return permanent(
          what + Causes.innermost(failure) + " AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names it",
          failure);
    }
    return transientFailure(
        what
            + Causes.innermost(failure)
            + ". Does the task or pod have a role, and can this process reach the endpoint?",
        failure);
  }

  private static SessionException permanent(String message, @Nullable Throwable cause) {
    return new SessionException(Kind.PERMANENT, message, cause);
  }

  private static SessionException transientFailure(String message, Throwable cause) {
    return new SessionException(Kind.TRANSIENT, message, cause);
  }
}
