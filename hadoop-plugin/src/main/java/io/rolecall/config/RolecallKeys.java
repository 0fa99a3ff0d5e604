package io.rolecall.config;

import io.rolecall.route.KmsKey;
import io.rolecall.route.NamedPlace;
import io.rolecall.route.S3Location;
import io.rolecall.route.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All keys. Each can also be set for one bucket, as {@code fs.s3a.bucket.BUCKET.} followed by what
 * comes after {@code fs.s3a.}.
 */
public final class RolecallKeys {

  /** Prefix of the keys that S3A does not have. */
  public static final String PREFIX = "fs.s3a.rolecall.";

  /** Inline routes. */
  public static final ConfigKey<String> ROUTES =
      new ConfigKey<>(
          PREFIX + "routes",
          "JSON",
          "",
          "The routes, as JSON. Use this or `fs.s3a.rolecall.routes.file`, not both.",
          text -> text);

  /** Which client's route a credentials provider is for. */
  public static final ConfigKey<String> CLIENT =
      new ConfigKey<>(
          PREFIX + "client",
          "name",
          "",
          "The `client` of a route whose credentials"
              + " `io.rolecall.client.NamedCredentialsProvider` gives where an engine makes it by"
              + " itself, without a name.",
          text -> text);

  /** Routes from a file. */
  public static final ConfigKey<String> ROUTES_FILE =
      new ConfigKey<>(
          PREFIX + "routes.file",
          "path or URI",
          "",
          "Where the routes' JSON is: a local path, `classpath:name`, or any Hadoop URI that is not"
              + " S3. Only the driver reads it.",
          text -> text);

  /** The base identity. */
  public static final ConfigKey<String> BASE_IDENTITY =
      new ConfigKey<>(
          PREFIX + "base.identity",
          "identity",
          "default",
          "Whose credentials call STS: `default` (S3A's static keys where they are set, else the"
              + " SDK's default chain), `keys`, `environment`, `chain`, `instance-profile`, `container`,"
              + " `web-identity`, `profile:NAME`, `properties:FILE`, or the name of one of the"
              + " JSON's `identities`. Where it is not set, S3A's"
              + " `fs.s3a.assumed.role.credentials.provider` chooses.",
          text -> text);

  /** Whether names of users are believed. */
  public static final ConfigKey<Boolean> SUBMITTERS_TRUSTED =
      ConfigKey.flag(
          PREFIX + "submitters.trusted",
          "Whether role templates (`{user}`, `{group}`) take names of Hadoop users that nobody has"
              + " proven: where there is no Kerberos, and a job's user is whoever `HADOOP_USER_NAME`"
              + " says, and of proxy users. Everybody who starts jobs may then have everybody's roles."
              + " Also for a gateway that proves its users' names by other means.");

  /** Whose roles need no external id. */
  public static final ConfigKey<Set<String>> OWN_ACCOUNTS =
      new ConfigKey<>(
          PREFIX + "own.accounts",
          "account,...",
          "",
          "The accounts that are one's own. Where they are named, a route to a role of any other"
              + " account is refused if it has no external id: then nobody else who knows the role's"
              + " ARN can have this job's caller assume it for them. Of a chain, a role that is"
              + " assumed by one of its own account needs none; nor does one that a sign-in gives"
              + " (SAML, web identity), where STS takes none.",
          RolecallKeys::accounts);

  /** S3A's role. */
  public static final ConfigKey<String> ROLE_ARN =
      ConfigKey.text(
          "fs.s3a.assumed.role.arn",
          "",
          "S3A's own key. The role of a bucket (`fs.s3a.bucket.BUCKET.assumed.role.arn`), or of"
              + " every bucket that has no route of its own.");

  /** S3A's external id. */
  public static final ConfigKey<String> EXTERNAL_ID =
      ConfigKey.text(
          "fs.s3a.assumed.role.external.id",
          "",
          "S3A's own key. The external id that the role's trust policy asks for.");

  /** S3A's session duration. */
  public static final ConfigKey<Duration> SESSION_DURATION =
      ConfigKey.duration(
          "fs.s3a.assumed.role.session.duration",
          "30m",
          "S3A's own key. How long a session lasts: 15m to 12h on AWS, and at most 1h for a role"
              + " that is assumed by another role. A route's `duration` overrides it.");

  /** S3A's session name. */
  public static final ConfigKey<String> SESSION_NAME =
      ConfigKey.text(
          "fs.s3a.assumed.role.session.name",
          "{user}-{job}",
          "S3A's own key. Template of the role session name; `{job}`, `{name}` and `{user}` stand"
              + " for the job's id, its name and the Hadoop user. A name without `{job}` gets it"
              + " appended.");

  /** S3A's session policy. */
  public static final ConfigKey<String> POLICY =
      new ConfigKey<>(
          "fs.s3a.assumed.role.policy",
          "JSON",
          "",
          "S3A's own key. A session policy that narrows what the role may do.",
          text -> text);

  /** Scope. */
  public static final ConfigKey<Optional<Scope>> SCOPE =
      new ConfigKey<>(
          PREFIX + "scope",
          "read, write, read-write or role",
          "role",
          "What a job does at its locations, where their routes do not say: sessions then have a"
              + " session policy for the locations of their role and this alone. `role` leaves them"
              + " all that the role may do. Not for clients of other services.",
          Scope::parse);

  /** KMS keys of scopes. */
  public static final ConfigKey<Set<KmsKey>> SCOPE_KMS_KEYS =
      new ConfigKey<>(
          PREFIX + "scope.kms.keys",
          "ARN,...",
          "",
          "The KMS keys that objects at a location with a scope are encrypted with, where its route"
              + " does not say.",
          text -> KmsKey.all(List.of(text.split(","))));

  /** S3A's STS endpoint. */
  public static final ConfigKey<String> STS_ENDPOINT =
      new ConfigKey<>(
          "fs.s3a.assumed.role.sts.endpoint",
          "host or URI",
          "",
          "S3A's own key. The STS endpoint, as a host (https) or a URI with scheme and port."
              + " Default, and what `sts.amazonaws.com` means: AWS's endpoint of the region.",
          text -> text);

  /** S3A's STS region. */
  public static final ConfigKey<String> STS_REGION =
      ConfigKey.text(
          "fs.s3a.assumed.role.sts.endpoint.region",
          "",
          "S3A's own key. The region of the STS endpoint. Default: the SDK's region chain.");

  /** STS by plain http. */
  public static final ConfigKey<Set<String>> STS_HTTP_HOSTS =
      ConfigKey.hosts(
          PREFIX + "sts.http.hosts",
          "",
          "Hosts whose STS may be asked by plain http. Whoever listens on that network gets the"
              + " sessions. Hosts of this machine (`localhost`, `127.0.0.1`, `[::1]`) need not be"
              + " named.");

  /** Session tags. */
  public static final ConfigKey<String> SESSION_TAGS =
      new ConfigKey<>(
          PREFIX + "session.tags",
          "key=value,...",
          "",
          "Session tags, values with the placeholders of the session name. The roles' trust"
              + " policies must allow `sts:TagSession`.",
          text -> text);

  /** Source identity. */
  public static final ConfigKey<String> SOURCE_IDENTITY =
      ConfigKey.text(
          PREFIX + "source.identity",
          "",
          "Template of the source identity. The roles' trust policies must allow"
              + " `sts:SetSourceIdentity`.");

  /** Job id. */
  public static final ConfigKey<String> JOB_ID =
      ConfigKey.text(
          PREFIX + "job.id",
          "",
          "The job's id in session names and tags. Default: Spark's application id, MapReduce's job"
              + " id, YARN's application id, or a random one for this process.");

  /** Job name. */
  public static final ConfigKey<String> JOB_NAME =
      ConfigKey.text(
          PREFIX + "job.name",
          "",
          "The job's name in session tags. Default: Spark's or MapReduce's name of it.");

  /** What this process is. */
  public static final ConfigKey<ProcessRole> PROCESS =
      new ConfigKey<>(
          PREFIX + "process",
          "auto, driver or executor",
          "auto",
          "Whether this process mints sessions (`driver`) or takes them from tokens and the driver"
              + " alone (`executor`). `driver` mints even where there is a token. With `auto`, a"
              + " process in a job's container or pod is an executor unless it is known to be the"
              + " driver: Spark's executors, the processes of MapReduce and Tez, and whatever else"
              + " YARN starts. Other processes are drivers.",
          text -> ThisProcess.role(text.toLowerCase(Locale.ROOT)));

  /** What a running driver may choose. */
  public static final ConfigKey<DeclarationMode> DECLARATION =
      new ConfigKey<>(
          PREFIX + "declaration",
          "frozen or open",
          "frozen",
          "What an application that is running may still choose, where a host declares what it was"
              + " started with (Spark; a gateway with `-Drolecall.declaration=site`). `open` is for a"
              + " driver with one user, such as a notebook: code may choose roles and buckets for"
              + " the driver's own file systems, but not commands, files, endpoints or identities;"
              + " executors have the roles of the launch. Read from the declaration alone.",
          text -> DeclarationMode.of(text.toLowerCase(Locale.ROOT)));

  /** What tokens are made for. */
  public static final ConfigKey<List<S3Location>> TOKEN_LOCATIONS =
      new ConfigKey<>(
          PREFIX + "token.locations",
          "location,...",
          "",
          "The locations that tokens are made for, for example `s3a://b/in, s3a://b/out`. A token"
              + " carries the roles of its bucket's locations that are named here and of those"
              + " below them, and there is no token if one of these locations cannot be accessed."
              + " Of a bucket that is not named, a token carries all roles, as far as they can be"
              + " assumed. Where all of a job's tokens are collected at once, only named buckets"
              + " are. Default: every routed location.",
          text -> items(text).map(S3Location::parse).toList());

  /** Where mailboxes are made. */
  public static final ConfigKey<URI> MAILBOX =
      new ConfigKey<>(
          PREFIX + "mailbox",
          "URI",
          "",
          "The folder in which `rolecall run` and `rolecall keep` make a mailbox, for example"
              + " `hdfs:///user/${user.name}` or `file:///nfs/mailboxes`. Tokens then name it, and"
              + " their holders read the next sessions there, sealed with a key that only the"
              + " tokens have: YARN's containers, too, which no token file reaches. It has to be"
              + " there, and its user may write to it; others may not, unless it has the sticky bit."
              + " Default: no mailbox.",
          URI::create);

  /** Whose sessions executors give to code outside the JVM. */
  public static final ConfigKey<List<NamedPlace>> EXECUTOR_SESSIONS =
      new ConfigKey<>(
          PREFIX + "executor.sessions",
          "name=location,...",
          "",
          "The locations whose sessions a Spark executor gives to the programs that it starts,"
              + " Python's workers and piped commands, each as a profile of AWS's clients:"
              + " `flights=s3a://b/in, s3a://c`. A location without a name has its bucket's. Every"
              + " process of the executor's user on that machine can have them. Read from the"
              + " declaration alone. Default: none.",
          RolecallKeys::profiles);

  /** Renewal lead. */
  public static final ConfigKey<Integer> RENEWAL_LEAD =
      ConfigKey.percent(
          PREFIX + "renewal.lead",
          "30",
          "How much of a session's lifetime is left when the driver renews it, in percent: at least"
              + " 1, and together with `fs.s3a.rolecall.renewal.jitter` at most 90. Executors ask for"
              + " the next one at half of it.");

  /** Renewal jitter. */
  public static final ConfigKey<Integer> RENEWAL_JITTER =
      ConfigKey.percent(
          PREFIX + "renewal.jitter",
          "10",
          "Renewals come up to this much earlier, at random, in percent of the lifetime, so that"
              + " jobs and executors do not call at the same moment.");

  /** First backoff. */
  public static final ConfigKey<Duration> RENEWAL_BACKOFF =
      ConfigKey.duration(
          PREFIX + "renewal.backoff",
          "1s",
          "The wait after a failed renewal. It doubles with each further failure.");

  /** Longest backoff. */
  public static final ConfigKey<Duration> RENEWAL_BACKOFF_MAX =
      ConfigKey.duration(
          PREFIX + "renewal.backoff.max",
          "30s",
          "The longest wait between two renewals that fail.");

  /** Patience. */
  public static final ConfigKey<Duration> SESSION_WAIT =
      ConfigKey.duration(
          PREFIX + "session.wait",
          "5m",
          "How long a request waits when its session has ended and no new one can be had, for"
              + " example because STS is down.");

  private RolecallKeys() {}

  private static Stream<String> items(String list) {
    return Arrays.stream(list.split(",")).map(String::trim).filter(item -> !item.isEmpty());
  }

  /** Other stores call accounts as they like. */
  private static Set<String> accounts(String list) {
    Set<String> accounts = new TreeSet<>();
    for (String each : list.split(",", -1)) {
      String account = each.trim();
      if (!account.matches("\\d{12}|(?!\\d+$)[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException(
            "'"
                + account
                + "' is no account: expected account,..., each of 12 digits on AWS, such as"
                + " 111111111111");
      }
      accounts.add(account);
    }
    return Collections.unmodifiableSet(accounts);
  }

  private static List<NamedPlace> profiles(String list) {
    List<NamedPlace> named = NamedPlace.allNamed(items(list).map(NamedPlace::parse).toList(), "");
    for (NamedPlace each : named) {
      if (each.place().toLocation().isEmpty()) {
        throw new IllegalArgumentException(
            each.place() + " is no S3 location: expected NAME=s3a://bucket/prefix");
      }
      if (each.name().filter("default"::equals).isPresent()) {
        // The executor's own clients of the SDK read it: S3A would take its endpoint.
        throw new IllegalArgumentException(
            "the profile 'default' of "
                + each.place()
                + " would be the executor's own, too: give it another name");
      }
    }
    return named;
  }

  /**
   * All keys, in the order of the reference.
   *
   * @return the keys
   */
  public static List<ConfigKey<?>> all() {
    return List.of(
        ROUTES,
        ROUTES_FILE,
        CLIENT,
        BASE_IDENTITY,
        SUBMITTERS_TRUSTED,
        OWN_ACCOUNTS,
        ROLE_ARN,
        EXTERNAL_ID,
        SESSION_DURATION,
        SESSION_NAME,
        POLICY,
        SCOPE,
        SCOPE_KMS_KEYS,
        STS_ENDPOINT,
        STS_REGION,
        STS_HTTP_HOSTS,
        SESSION_TAGS,
        SOURCE_IDENTITY,
        JOB_ID,
        JOB_NAME,
        PROCESS,
        DECLARATION,
        TOKEN_LOCATIONS,
        MAILBOX,
        EXECUTOR_SESSIONS,
        RENEWAL_LEAD,
        RENEWAL_JITTER,
        RENEWAL_BACKOFF,
        RENEWAL_BACKOFF_MAX,
        SESSION_WAIT);
  }
}
