package io.rolecall.localaws.policy;

import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RolePolicies;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.iam.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table: policies, a request, what comes of it, and the sentence of AWS that says
 * so. Statements are JSON with apostrophes for quotation marks.
 */
final class Row {
  static final String ACCOUNT = "222222222222";
  static final String ROLE = "arn:aws:iam::222222222222:role/reader";
  static final String SESSION = "arn:aws:sts::222222222222:assumed-role/reader/job-1";
  static final String USER = "arn:aws:iam::222222222222:user/ann";
  static final String ISSUED = "2026-03-01T12:00:00Z";

  /** A session of the role, with a tag of its own and one of the role. */
  static final Principal OF_ROLE =
      new RoleSession(
          new Role(
              ACCOUNT,
              "reader",
              "AROAEXAMPLEREADER000",
              Duration.ofHours(1),
              new RolePolicies("reader", PolicyDocument.empty(), PolicyDocument.empty()),
              null,
              Map.of("Team", "of-role", "Cost", "42")),
          "job-1",
          new AccessKey("ASIA", "secret"),
          "token",
          Instant.parse(ISSUED),
          Instant.parse("2026-03-01T13:00:00Z"),
          "alice",
          new SessionTags(Map.of("team", "red"), Set.of()),
          null);

  /** A user without tags. */
  static final Principal OF_USER =
      new User(
          ACCOUNT,
          "ann",
          "AIDAEXAMPLEANN000000",
          new AccessKey("AKIA", "secret"),
          PolicyDocument.empty(),
          null,
          Map.of());

  /** How the requester and the resource stand to each other. */
  private enum Relation {
    ONE_ACCOUNT,
    TWO_ACCOUNTS,
    ROLE_OF_ONE_ACCOUNT
  }

  private final String name;
  private String source = "";
  private String version = "2012-10-17";
  private String identity = "";
  private @Nullable String boundary;
  private @Nullable String session;
  private String resource = "";
  private PolicyKind resourceKind = PolicyKind.BUCKET;
  private Relation relation = Relation.ONE_ACCOUNT;
  private Requester requester = OF_ROLE.requester();
  private RequestContext keys = RequestContext.empty();
  private String action = "s3:GetObject";
  private String on = "arn:aws:s3:::data/x";
  private @Nullable Verdict expected;
  private @Nullable String refusal;

  private Row(String name) {
    this.name = name;
  }

  static Row row(String name) {
    return new Row(name);
  }

  /** AWS's sentence, and the page where it was found. */
  Row says(String sentence, String page) {
    source = '"' + sentence + "\" " + page;
    return this;
  }

  /** What AWS does not tell, or what was not found. */
  Row ours(String why) {
    source = "ours: " + why;
    return this;
  }

  Row version(String value) {
    version = value;
    return this;
  }

  Row identity(String... statements) {
    identity = String.join(",", statements);
    return this;
  }

  Row boundary(String... statements) {
    boundary = String.join(",", statements);
    return this;
  }

  Row session(String... statements) {
    session = String.join(",", statements);
    return this;
  }

  Row bucket(String... statements) {
    resource = String.join(",", statements);
    return this;
  }

  /** The policy of a role that the requester wants to assume. */
  Row trust(String... statements) {
    resourceKind = PolicyKind.TRUST;
    relation = Relation.ROLE_OF_ONE_ACCOUNT;
    return bucket(statements).asks("sts:AssumeRole", "arn:aws:iam::222222222222:role/target");
  }

  Row acrossAccounts() {
    relation = Relation.TWO_ACCOUNTS;
    return this;
  }

  Row by(Principal principal) {
    return by(principal.requester());
  }

  Row by(Requester other) {
    requester = other;
    return this;
  }

  Row with(String key, String... values) {
    keys = keys.with(key, List.of(values));
    return this;
  }

  Row asks(String what, String arn) {
    action = what;
    on = arn;
    return this;
  }

  Row allowedBy(PolicyType type) {
    expected = new Verdict(Decision.ALLOWED, type);
    return this;
  }

  Row deniedBy(PolicyType type) {
    expected = new Verdict(Decision.DENIED, type);
    return this;
  }

  Row notAllowedBy(PolicyType type) {
    expected = new Verdict(Decision.NOT_ALLOWED, type);
    return this;
  }

  Row refused(String message) {
    refusal = message;
    return this;
  }

  @Nullable Verdict expected() {
    return expected;
  }

  @Nullable String refusal() {
    return refusal;
  }

  String source() {
    return source;
  }

  /** Every statement, as written. */
  String documents() {
    return identity + boundary + session + resource;
  }

  Verdict decide() throws MalformedPolicyException {
    PolicyDocument ofResource = parse(resourceKind, resource);
    Policies policies =
        new Policies(
            parse(PolicyKind.IDENTITY, identity),
            boundary == null ? null : parse(PolicyKind.IDENTITY, boundary),
            session == null ? null : parse(PolicyKind.IDENTITY, session));
    AccessRequest request = new AccessRequest(action, on, requester, keys);
    return switch (relation) {
      case ONE_ACCOUNT -> policies.inOneAccount(ofResource, request);
      case TWO_ACCOUNTS -> policies.acrossAccounts(ofResource, request);
      case ROLE_OF_ONE_ACCOUNT -> policies.trustedInOneAccount(ofResource, request);
    };
  }

  private PolicyDocument parse(PolicyKind kind, String statements) throws MalformedPolicyException {
    if (statements.isEmpty()) {
      return PolicyDocument.empty();
    }
    String json = "{'Version':'" + version + "','Statement':[" + statements + "]}";
    return PolicyDocument.parse(kind, json.replace('\'', '"'));
  }

  @Override
  public String toString() {
    return name;
  }
}
