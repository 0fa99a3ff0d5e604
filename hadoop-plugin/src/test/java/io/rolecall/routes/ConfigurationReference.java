package io.rolecall.routes;

import io.rolecall.config.ConfigKey;
import io.rolecall.config.RolecallKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the configuration reference, {@code docs/configuration.md}, from the keys themselves. */
final class ConfigurationReference {

  /** A routes document that uses every field. */
  static final String EXAMPLE =
      """
      {
        "version": 1,
        "identities": {
          "node": {"kind": "instance-profile", "endpoint": "http://169.254.169.254"},
          "partner": {"kind": "profile", "profile": "partner", "file": "/etc/rolecall/credentials"},
          "pod": {"kind": "web-identity", "tokenFile": "/var/run/secrets/token", "role": "arn:aws:iam::111122223333:role/pod"},
          "desk": {"kind": "saml", "assertionFile": "/run/user/1000/assertion", "provider": "arn:aws:iam::111122223333:saml-provider/company"},
          "service": {"kind": "saml", "assertionCommand": ["/opt/idp/sign-in", "--batch"], "assertionTimeout": "30s"}
        },
        "routes": [
          {
            "location": "s3a://partner-data/exports",
            "role": "arn:aws:iam::111122223333:role/exports-reader",
            "externalId": "partner-7",
            "duration": "1h",
            "sessionName": "{user}-{job}",
            "policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]},
            "tags": {"job": "{job}", "team": "reporting"},
            "sourceIdentity": "{user}",
            "region": "eu-west-1",
            "stsEndpoint": "https://sts.eu-west-1.amazonaws.com"
          },
          {
            "location": "s3a://group-lake",
            "roles": [
              {"role": "arn:aws:iam::444455556666:role/hub", "externalId": "hub-id"},
              {"role": "arn:aws:iam::777788889999:role/lake-writer"}
            ]
          },
          {
            "location": "s3a://group-orders/raw",
            "role": "arn:aws:iam::777788889999:role/lake-writer",
            "scope": "read-write",
            "kmsKeys": ["arn:aws:kms:eu-west-1:777788889999:key/1234abcd"]
          },
          {"location": "s3a://desk-drafts", "role": "arn:aws:iam::111122223333:role/analyst", "by": "desk"},
          {"location": "s3a://desk-drafts", "role": "arn:aws:iam::111122223333:role/editor", "users": ["alice"], "groups": ["editors"]},
          {"location": "s3a://group-lake/home", "role": "arn:aws:iam::111122223333:role/home-{user}", "allowed": "arn:aws:iam::111122223333:role/home-(alice|bob)"},
          {"location": "s3a://own-scratch", "identity": "base"},
          {"client": "glue", "role": "arn:aws:iam::111122223333:role/catalog"}
        ]
      }
      """;

  /** A name that is no Hadoop key. */
  record Other(String name, String value, String preset, String doc) {}

  /** All of them; a test looks for more in the code. */
  static final List<Other> OTHERS =
      List.of(
          new Other(
              "spark.rolecall.channel.unprotected",
              "true or false",
              "`false`",
              "Lets a driver start that answers whoever reaches its port: see"
                  + " [standalone](guides/standalone.md)."),
          new Other(
              "spark.rolecall.clients.unrouted",
              "true or false",
              "`false`",
              "Lets a driver start although clients that know no routes would sign for what is routed:"
                  + " a warning then, where there was a refusal. See [Iceberg](guides/iceberg.md) and"
                  + " [native readers](guides/native-readers.md)."),
          new Other(
              "spark.security.credentials.rolecall.enabled",
              "true or false",
              "`true` without Rolecall's plugin, `false` with it",
              "Whether Spark collects Rolecall's tokens where it collects tokens: see"
                  + " [YARN](guides/yarn.md)."),
          new Other(
              "spark.sql.catalog.NAME.rolecall.catalog",
              "NAME",
              "",
              "Has Rolecall's factory read the catalog's own routes"
                  + " (`spark.sql.catalog.NAME.hadoop.fs.s3a.*`): see [Iceberg](guides/iceberg.md)."),
          new Other(
              "spark.sql.catalog.NAME.client.credentials-provider.name",
              "name",
              "",
              "The `client` of a route whose credentials"
                  + " `io.rolecall.client.NamedCredentialsProvider` gives where it is the catalog's"
                  + " `client.credentials-provider`: see"
                  + " [other services](guides/aws-clients.md#other-services). Where Iceberg is not"
                  + " Spark's, the catalog's property has the same name without"
                  + " `spark.sql.catalog.NAME.`."),
          new Other(
              "-Drolecall.declaration=site",
              "",
              "",
              "A property of the JVM, for gateways: the site files that the process started with are"
                  + " what its operator declared. See"
                  + " [security](security.md)."));

  private ConfigurationReference() {}

  /** The fields of the routes' JSON, as paths, and what they mean. */
  static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("version", "The version of the format: 1.");
    fields.put(
        "identities",
        "Base identities by name, for `routes[].by`, `routes[].identity` and `"
            + RolecallKeys.BASE_IDENTITY.name()
            + "`.");
    fields.put(
        "identities{}.kind",
        "`keys`, `environment`, `chain`, `instance-profile`, `container`, `web-identity`, `profile`, `properties`"
            + " or `saml`.");
    fields.put(
        "identities{}.endpoint",
        "Of `instance-profile`: where the instance metadata service is. Default: as the SDK is"
            + " configured. Version 1 of that service is not used.");
    fields.put("identities{}.profile", "Of `profile`: the profile's name.");
    fields.put(
        "identities{}.file",
        "Of `profile`: the credentials file; default: the SDK's two files. Of `properties`: the"
            + " file with `accessKey`, `secretKey` and perhaps `sessionToken`. Read again when it"
            + " changes.");
    fields.put(
        "identities{}.tokenFile",
        "Of `web-identity`: the file with the token. Read at every exchange. Default, together with"
            + " `role`: `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`.");
    fields.put(
        "identities{}.role",
        "Of `web-identity` and `saml`: the role that the sign-in gives, and that then assumes the"
            + " routes' roles. Without it, the sign-in gives the routes' roles themselves.");
    fields.put(
        "identities{}.provider",
        "Of `saml`: the ARN of the SAML provider. Default: the one that the assertion names beside"
            + " the role.");
    fields.put(
        "identities{}.assertionFile",
        "Of `saml`: the file with the SAML response, in base64 or as XML. Read at every exchange.");
    fields.put(
        "identities{}.assertionCommand",
        "Of `saml`, instead of the file: a program and its arguments, which prints the SAML"
            + " response. No shell reads them. They are never logged, but a configuration is no"
            + " place for secrets.");
    fields.put(
        "identities{}.assertionTimeout",
        "Of `saml`, with a command: how long it may run. Default: `1m`.");
    fields.put("routes", "The routes. The order does not matter: the longest location wins.");
    fields.put(
        "routes[].location",
        "A bucket, or a prefix in it, as S3 spells its keys (no percent-encoding). `s3://` and"
            + " `s3n://` mean the same place. `s3a://b/data` covers `data` and `data/x`, not"
            + " `data2`. `s3a://*` is every bucket that nothing else routes as a whole. Two routes for"
            + " one location are an error.");
    fields.put(
        "routes[].client",
        "Instead of a location: the name of a client of another service (Glue, DynamoDB, KMS ...), by"
            + " which `io.rolecall.client.NamedCredentialsProvider` finds the route. A letter, then up"
            + " to 62 letters, digits, `.`, `-`, `_`. No route or key of every bucket serves it.");
    fields.put(
        "routes[].role",
        "The role to assume. Exactly one of `role`, `roles` and `identity`. `{user}` and `{group}` in"
            + " its name or path make it a [template](routes.md#roles-of-each-user): they stand for"
            + " the Hadoop user, and for a group of the user's.");
    fields.put(
        "routes[].allowed",
        "With a template, and only then: a regular expression that fits the whole ARN of each role"
            + " that may come of it.");
    fields.put(
        "routes[].roles",
        "A chain: the base identity assumes the first role, its session the second, and so on; the"
            + " last one accesses the location. AWS limits the sessions of all but the first to one"
            + " hour.");
    fields.put("routes[].roles[].role", "One role of the chain.");
    fields.put(
        "routes[].roles[].externalId", "The external id that this role's trust policy asks for.");
    fields.put(
        "routes[].identity",
        "`base`, or another base identity as in `by`: no role, it accesses the location itself, and"
            + " only the driver can. Or `anonymous`: requests are not signed, for public buckets. No"
            + " role is assumed: beside it, the fields from `by` on are an error.");
    fields.put(
        "routes[].users",
        "Hadoop users whom the route is for. A route for the user goes before one for a group, and"
            + " that before one for everybody. A location whose routes are all for others is closed."
            + " Without Kerberos, `HADOOP_USER_NAME` says who the user is, and anybody can set it:"
            + " then such routes sort jobs, and keep nobody out. An empty list is an error.");
    fields.put("routes[].groups", "Hadoop groups whom the route is for.");
    fields.put(
        "routes[].by",
        "Who assumes the role, or the first of the chain: `base` or what `"
            + RolecallKeys.BASE_IDENTITY.name()
            + "` can be. Default: `base`, which is that key's.");
    fields.put(
        "routes[].externalId",
        "The external id that the role's trust policy asks for. It has no default, not even the"
            + " key's: an external id belongs to one role.");
    fields.put("routes[].duration", overrides(RolecallKeys.SESSION_DURATION));
    fields.put("routes[].sessionName", overrides(RolecallKeys.SESSION_NAME));
    fields.put(
        "routes[].policy",
        overrides(RolecallKeys.POLICY)
            + " A JSON object, or its text. In a chain: the last role's.");
    fields.put(
        "routes[].scope",
        overrides(RolecallKeys.SCOPE)
            + " `read`, `write`, `read-write`, or `role`: see the [guide](guides/iam.md#scope). Not"
            + " beside a policy. In a chain: the last role's.");
    fields.put(
        "routes[].kmsKeys",
        overrides(RolecallKeys.SCOPE_KMS_KEYS) + " ARNs of keys, not aliases. Only with a scope.");
    fields.put(
        "routes[].tags", overrides(RolecallKeys.SESSION_TAGS) + " In a chain: every role's.");
    fields.put(
        "routes[].sourceIdentity",
        overrides(RolecallKeys.SOURCE_IDENTITY) + " In a chain: every role's.");
    fields.put("routes[].region", overrides(RolecallKeys.STS_REGION));
    fields.put("routes[].stsEndpoint", overrides(RolecallKeys.STS_ENDPOINT));
    return fields;
  }

  private static String overrides(ConfigKey<?> key) {
    return "Instead of `" + key.name() + "`.";
  }

  /** The whole page. */
  static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        <!-- Generated by ConfigurationReference. To regenerate:
             mvn -q -pl hadoop-plugin test -Dtest=ConfigurationReferenceTest -Drolecall.docs.write=true -->

        Rolecall is switched on by two Hadoop keys (and their `s3` and `s3n` forms, if you use those schemes):

        ```
        fs.s3a.impl                    = io.rolecall.s3a.RolecallFileSystem
        fs.AbstractFileSystem.s3a.impl = io.rolecall.s3a.RolecallFs
        ```

        All keys below are Hadoop keys: they stand in `core-site.xml`, or in Spark's configuration behind `spark.hadoop.`.

        **Base identity.** The credentials that may call STS are `fs.s3a.access.key`, `fs.s3a.secret.key` and `fs.s3a.session.token` where they are set (best in a file of `hadoop.security.credential.provider.path`), else whatever the SDK's default chain finds. `fs.s3a.rolecall.base.identity` chooses another, and a route's `by` one for that route. They belong on the driver alone.

        **One bucket.** Each key can be set for one bucket, as `fs.s3a.bucket.BUCKET.` followed by what comes after `fs.s3a.`. The bucket's own value goes first:

        ```
        fs.s3a.assumed.role.session.duration              = 1h
        fs.s3a.bucket.partner-data.assumed.role.arn       = arn:aws:iam::111122223333:role/exports-reader
        fs.s3a.bucket.partner-data.rolecall.renewal.lead  = 50
        ```

        **Types.** A duration is a number with a unit: `500ms`, `90s`, `15m`, `1h`, `2d`; a bare number is seconds. A percent is a whole number from 0 to 99, and a key may allow fewer.

        ## Keys

        | key | type | default | meaning |
        |---|---|---|---|
        """);
    for (ConfigKey<?> key : RolecallKeys.all()) {
      row(page, code(key.name()), key.type(), code(key.defaultText()), key.doc());
    }
    page.append(
        """

        ## Spark's keys and JVM properties

        These are no Hadoop keys. Spark's are read as they were when the application started, and stand in `spark-defaults.conf` or behind `--conf`.

        | name | value | default | meaning |
        |---|---|---|---|
        """);
    OTHERS.forEach(
        other -> row(page, code(other.name()), other.value(), other.preset(), other.doc()));
    page.append(
        """

        ## Routes

        A role for a whole bucket needs no more than `fs.s3a.bucket.BUCKET.assumed.role.arn`. Prefixes, chains and tags of one route are written as JSON, in `fs.s3a.rolecall.routes` or in the file that `fs.s3a.rolecall.routes.file` names:

        ```json
        """);
    page.append(EXAMPLE);
    page.append(
        """
        ```

        What a route leaves out comes from the keys, also from those of its bucket. A location that no route covers is an error: Rolecall uses no identity that is not routed. A field that is not in this table is an error too.

        | field | meaning |
        |---|---|
        """);
    fields().forEach((field, meaning) -> row(page, code(field), meaning));
    return page.toString();
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static void row(StringBuilder page, String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }
}
