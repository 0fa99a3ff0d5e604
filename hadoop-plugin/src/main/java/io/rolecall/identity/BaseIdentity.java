package io.rolecall.identity;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.OwnCredentials;
import io.rolecall.route.OwnCredentials.Cases;
import io.rolecall.routes.RouteBook;
import io.rolecall.session.SessionException;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.StringInputStream;

/**
 * The credentials that may call STS, or access a location by themselves. They stay in the process
 * that holds them. Equal if they have the same source. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">the
 *     default chain</a>
 */
public final class BaseIdentity implements AutoCloseable {

  private static final String ONLY_PROFILE = "default";

  /** The others ask a service or a command, or read a file. */
  private static final Set<Class<?>> IN_MEMORY =
      Set.of(StaticCredentialsProvider.class, EnvironmentVariableCredentialsProvider.class);

  private final OwnCredentials source;
  private final AwsCredentialsProvider provider;

  private BaseIdentity(OwnCredentials source, AwsCredentialsProvider provider) {
    this.source = requireNonNull(source);
    this.provider = requireNonNull(provider);
  }

  /**
   * The base identity that a configuration names. Nothing is asked yet.
   *
   * @param book the configuration
   * @return the identity
   * @throws ConfigException if it names none, only a part of one, or a sign-in, which has no
   *     credentials of its own
   */
  public static BaseIdentity of(RouteBook book) {
    return of(book.baseIdentity(), book.ofAll());
  }

  /**
   * The base identity of a source. Nothing is asked yet.
   *
   * @param source the source
   * @param config where the static keys are, if that is the source
   * @return the identity; to be closed
   * @throws ConfigException if the source is a sign-in, which has no credentials of its own
   */
  public static BaseIdentity of(IdentitySource source, RolecallConfig config) {
    return source.match(
        own -> new BaseIdentity(own, own.match(new Providers(config))),
        signIn -> {
          throw new ConfigException(
              RolecallKeys.BASE_IDENTITY.written(config.conf())
                  + " names "
                  + signIn
                  + ", which is a sign-in to roles and has no credentials of its own. What is asked"
                  + " for here needs some: name keys, environment, chain, instance-profile, container,"
                  + " profile:NAME or properties:FILE",
              null);
        });
  }

  /** Makes the SDK's provider of each kind. */
  private record Providers(RolecallConfig config) implements Cases<AwsCredentialsProvider> {

    @Override
    public AwsCredentialsProvider defaultChain(OwnCredentials.DefaultChain chain) {
      return DefaultCredentialsProvider.builder().build();
    }

    @Override
    public AwsCredentialsProvider staticKeys(OwnCredentials.StaticKeys keys) {
      return StaticCredentialsProvider.create(BaseIdentity.staticKeys(config));
    }

    @Override
    public AwsCredentialsProvider environment(OwnCredentials.Environment environment) {
      return EnvironmentVariableCredentialsProvider.create();
    }

    @Override
    public AwsCredentialsProvider instanceProfile(OwnCredentials.InstanceProfile profile) {
      return BaseIdentity.instanceProfile(profile);
    }

    @Override
    public AwsCredentialsProvider container(OwnCredentials.Container container) {
      return ContainerCredentialsProvider.builder().build();
    }

    @Override
    public AwsCredentialsProvider profile(OwnCredentials.Profile profile) {
      return ProfileCredentialsProvider.builder()
          .profileName(profile.name())
          .profileFile(ProfileFiles.of(profile))
          .build();
    }

    @Override
    public AwsCredentialsProvider propertiesFile(OwnCredentials.PropertiesFile file) {
      return new PropertiesFileCredentials(file.file());
    }
  }

  private static AwsCredentials staticKeys(RolecallConfig config) {
    String accessKey = config.secret(RolecallConfig.ACCESS_KEY).orElse("");
    String secretKey = config.secret(RolecallConfig.SECRET_KEY).orElse("");
    return config
        .secret(RolecallConfig.SESSION_TOKEN)
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(accessKey, secretKey, token))
        .orElseGet(() -> AwsBasicCredentials.create(accessKey, secretKey));
  }

  private static AwsCredentialsProvider instanceProfile(OwnCredentials.InstanceProfile profile) {
    InstanceProfileCredentialsProvider.Builder builder =
        InstanceProfileCredentialsProvider.builder()
            .profileFile(BaseIdentity::withoutMetadataV1)
            .profileName(ONLY_PROFILE);
    profile.endpoint().ifPresent(uri -> builder.endpoint(uri.toString()));
    return builder.build();
  }

  /**
   * The SDK turns to version 1 of the instance metadata service when the token of version 2 cannot
   * be had, which hides why. A profile is where it can be told not to, for one client.
   */
  private static ProfileFile withoutMetadataV1() {
    return ProfileFile.builder()
        .type(ProfileFile.Type.CONFIGURATION)
        .content(new StringInputStream("[" + ONLY_PROFILE + "]\nec2_metadata_v1_disabled = true\n"))
        .build();
  }

  /** Its credentials, unexplained: what fails in there is nothing that a user could read. */
  AwsCredentialsProvider provider() {
    return provider;
  }

  /**
   * Whether {@link #credentials()} may wait for a service, a command or a file.
   *
   * @return false if it answers at once
   */
  public boolean mayWait() {
    return !IN_MEMORY.contains(provider.getClass());
  }

  /**
   * Its credentials that are valid now.
   *
   * @return the credentials
   * @throws SessionException if there are none; says why and what to do
   */
  public AwsCredentials credentials() throws SessionException {
    try {
      return provider.resolveCredentials();
    } catch (RuntimeException | LinkageError e) {
      // All of them: the SDK has no one type for what is wrong with somebody's files.
      throw IdentityFailures.explain(e, source);
    }
  }

  /** Lets go of what the source holds open. */
  @Override
  public void close() {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BaseIdentity that && that.source.equals(source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** Where it comes from; no credentials. */
  @Override
  public String toString() {
    return "base identity from " + source;
  }
}
