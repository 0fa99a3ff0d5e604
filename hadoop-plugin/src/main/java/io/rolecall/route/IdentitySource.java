package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the credentials that call STS come from. Equal values are the same base identity. Holds no
 * secrets; what it is called in messages is its {@code toString}.
 */
public sealed interface IdentitySource {

  /**
   * What tells it from other sources, in every process alike; for fingerprints, not for messages.
   *
   * @return a text; empty for what is used when nothing is configured
   */
  String distinction();

  /**
   * Whether the credentials themselves stand in the Hadoop configuration: two configurations can
   * then mean two identities by one source.
   *
   * @return true for static keys
   */
  default boolean isInConfiguration() {
    return false;
  }

  /**
   * What each of the two sorts of sources means to the caller. There is no other way to tell them
   * apart.
   *
   * @param own for a source that has credentials of its own
   * @param signIn for a sign-in, which has none
   * @param <R> the answer's type
   * @return the answer
   */
  <R> R match(
      Function<? super OwnCredentials, ? extends R> own,
      Function<? super Federation, ? extends R> signIn);

  /** A source of credentials that can call STS, or access a location by themselves. */
  sealed interface OwnCredentials extends IdentitySource {

    /**
     * What each kind means to the caller. There is no other way to tell them apart.
     *
     * @param cases one answer for each kind
     * @param <R> the answer's type
     * @return the answer
     */
    <R> R match(Cases<? extends R> cases);

    @Override
    default <R> R match(
        Function<? super OwnCredentials, ? extends R> own,
        Function<? super Federation, ? extends R> signIn) {
      return own.apply(this);
    }

    /**
     * One answer for each kind of source.
     *
     * @param <R> the answers' type
     */
    interface Cases<R> {

      /**
       * For the SDK's default chain.
       *
       * @param chain the source
       * @return the answer
       */
      R defaultChain(DefaultChain chain);

      /**
       * For S3A's static keys.
       *
       * @param keys the source
       * @return the answer
       */
      R staticKeys(StaticKeys keys);

      /**
       * For variables of the environment.
       *
       * @param environment the source
       * @return the answer
       */
      R environment(Environment environment);

      /**
       * For the instance profile.
       *
       * @param profile the source
       * @return the answer
       */
      R instanceProfile(InstanceProfile profile);

      /**
       * For a container's credentials endpoint.
       *
       * @param container the source
       * @return the answer
       */
      R container(Container container);

      /**
       * For a profile of the AWS configuration files.
       *
       * @param profile the source
       * @return the answer
       */
      R profile(Profile profile);

      /**
       * For a properties file.
       *
       * @param file the source
       * @return the answer
       */
      R propertiesFile(PropertiesFile file);
    }
  }

  /** Whatever the SDK's default chain finds. */
  record DefaultChain() implements OwnCredentials {

    @Override
    public <R> R match(Cases<? extends R> cases) {
      return cases.defaultChain(this);
    }

    @Override
    public String distinction() {
      return "";
    }

    @Override
    public String toString() {
      return "the SDK's default chain";
    }
  }

  /**
   * S3A's static keys, long-term or of a session.
   *
   * @param accessKeyId the access key id
   * @param bucket the bucket that the keys are set for; empty if they are set for all
   */
  record StaticKeys(String accessKeyId, String bucket) implements OwnCredentials {

    /** Checks that nothing is null. */
    public StaticKeys {
      requireNonNull(accessKeyId, "accessKeyId");
      requireNonNull(bucket, "bucket");
    }

    @Override
    public <R> R match(Cases<? extends R> cases) {
      return cases.staticKeys(this);
    }

    @Override
    public boolean isInConfiguration() {
      return true;
    }

    /** Without the key: it is another one in the next token of the same job. */
    @Override
    public String distinction() {
      return bucket.isEmpty() ? "" : "keys of " + bucket;
    }

    @Override
    public String toString() {
      return "fs.s3a.access.key";
    }
  }

  /** The variables {@code AWS_ACCESS_KEY_ID} and its relatives of this process's environment. */
  record Environment() implements OwnCredentials {

    @Override
    public <R> R match(Cases<? extends R> cases) {
      return cases.environment(this);
    }

    @Override
    public String distinction() {
      return "environment";
    }

    @Override
    public String toString() {
      return "the environment's variables";
    }
  }

  /**
   * The instance profile, through the instance metadata service (IMDSv2).
   *
   * @param endpoint where that listens; absent: what the SDK is configured for
   */
  record InstanceProfile(Optional<URI> endpoint) implements OwnCredentials {

    /** Checks that nothing is null. */
    public InstanceProfile {
      requireNonNull(endpoint, "endpoint");
    }

    @Override
    public <R> R match(Cases<? extends R> cases) {
      return cases.instanceProfile(this);
    }

    @Override
    public String distinction() {
      return "instance-profile" + endpoint.map(uri -> " " + uri).orElse("");
    }

    @Override
    public String toString() {
      return "the instance profile";
    }
  }

  /** The role of an ECS task or EKS pod, through the container's credentials endpoint. */
  record Container() implements OwnCredentials {

    @Override
    public <R> R match(Cases<? extends R> cases) {
      return cases.container(this);
    }

    @Override
    public String distinction() {
      return "container";
    }

    @Override
    public String toString() {
      return "the container's credentials endpoint";
    }
  }

  /**
   * A profile of the AWS configuration files.
   *
   * @param name the profile
   * @param file the file; absent: the SDK's two files
   */
  record Profile(String name, Optional<Path> file) implements OwnCredentials {

    /** Checks that nothing is null. */
    public Profile {
      requireNonNull(name, "name");
      requireNonNull(file, "file");
    }

    @Override
    public <R> R match(Cases<? extends R> cases) {
      return cases.profile(this);
    }

    @Override
    public String distinction() {
      return toString();
    }

    @Override
    public String toString() {
      return "profile '" + name + "'" + file.map(path -> " of " + path).orElse("");
    }
  }

  /**
   * A Java properties file with {@code accessKey}, {@code secretKey} and perhaps {@code
   * sessionToken}.
   *
   * @param file the file
   */
  record PropertiesFile(Path file) implements OwnCredentials {

    /** Checks that nothing is null. */
    public PropertiesFile {
      requireNonNull(file, "file");
    }

    @Override
    public <R> R match(Cases<? extends R> cases) {
      return cases.propertiesFile(this);
    }

    @Override
    public String distinction() {
      return toString();
    }

    @Override
    public String toString() {
      return "properties file " + file;
    }
  }

  /**
   * A sign-in elsewhere, which STS exchanges for a session of a role. It has no credentials of its
   * own: it gives the first role of a route.
   */
  sealed interface Federation extends IdentitySource {

    /**
     * What each kind means to the caller. There is no other way to tell them apart.
     *
     * @param webIdentity for an OpenID Connect token
     * @param saml for a SAML assertion
     * @param <R> the answer's type
     * @return the answer
     */
    <R> R matchSignIn(
        Function<? super WebIdentity, ? extends R> webIdentity,
        Function<? super Saml, ? extends R> saml);

    @Override
    default <R> R match(
        Function<? super OwnCredentials, ? extends R> own,
        Function<? super Federation, ? extends R> signIn) {
      return signIn.apply(this);
    }
  }

  /**
   * An OpenID Connect token, exchanged by AssumeRoleWithWebIdentity.
   *
   * @param tokenFile the file that holds the token; it may be replaced at any time
   */
  record WebIdentity(Path tokenFile) implements Federation {

    /** Checks that nothing is null. */
    public WebIdentity {
      requireNonNull(tokenFile, "tokenFile");
    }

    @Override
    public <R> R matchSignIn(
        Function<? super WebIdentity, ? extends R> webIdentity,
        Function<? super Saml, ? extends R> saml) {
      return webIdentity.apply(this);
    }

    @Override
    public String distinction() {
      return toString();
    }

    @Override
    public String toString() {
      return "the web identity token of " + tokenFile;
    }
  }

  /**
   * A SAML assertion, exchanged by AssumeRoleWithSAML.
   *
   * @param assertion where the assertion comes from
   * @param provider the ARN of the SAML provider; absent: the one that the assertion names beside
   *     the role
   */
  record Saml(Assertion assertion, Optional<String> provider) implements Federation {

    /** Checks that nothing is null. */
    public Saml {
      requireNonNull(assertion, "assertion");
      requireNonNull(provider, "provider");
    }

    @Override
    public <R> R matchSignIn(
        Function<? super WebIdentity, ? extends R> webIdentity,
        Function<? super Saml, ? extends R> saml) {
      return saml.apply(this);
    }

    @Override
    public String distinction() {
      return "saml " + assertion.distinction() + provider.map(arn -> " of " + arn).orElse("");
    }

    @Override
    public String toString() {
      return "the SAML assertion of " + assertion;
    }
  }

  /** Where a SAML assertion comes from. */
  sealed interface Assertion {

    /**
     * What tells it from others; not for messages.
     *
     * @return a text
     */
    String distinction();

    /**
     * What each kind means to the caller. There is no other way to tell them apart.
     *
     * @param file for a file
     * @param command for a command
     * @param <R> the answer's type
     * @return the answer
     */
    <R> R match(
        Function<? super File, ? extends R> file, Function<? super Command, ? extends R> command);

    /**
     * A file that somebody or something writes.
     *
     * @param path the file
     */
    record File(Path path) implements Assertion {

      /** Checks that nothing is null. */
      public File {
        requireNonNull(path, "path");
      }

      @Override
      public <R> R match(
          Function<? super File, ? extends R> file,
          Function<? super Command, ? extends R> command) {
        return file.apply(this);
      }

      @Override
      public String distinction() {
        return "file " + path;
      }

      @Override
      public String toString() {
        return path.toString();
      }
    }

    /**
     * The standard output of a command, which is run whenever an assertion is needed.
     *
     * @param words the program and its arguments, which may be secret; no shell reads them
     * @param timeout how long it may run
     */
    record Command(List<String> words, Duration timeout) implements Assertion {

      /** Checks that there is a program. */
      public Command {
        words = List.copyOf(words);
        if (words.isEmpty() || words.get(0).isBlank()) {
          throw new InvalidRouteException("the command is empty; name a program");
        }
      }

      @Override
      public <R> R match(
          Function<? super File, ? extends R> file,
          Function<? super Command, ? extends R> command) {
        return command.apply(this);
      }

      @Override
      public String distinction() {
        StringBuilder text = new StringBuilder("command");
        words.forEach(word -> text.append(' ').append(word.length()).append(':').append(word));
        return text.toString();
      }

      /** The program, without its arguments. */
      @Override
      public String toString() {
        return "command " + words.get(0);
      }
    }
  }
}
