package io.rolecall.mapreduce;

import static io.rolecall.localaws.oidc.TokenIssuer.Algorithm.RS256;
import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;

import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.quickstart.ThreeAccounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The same buckets and roles, assumed by a gateway that is a role session itself, as it is on EKS.
 * In the partner's account live decoys, which may do in both buckets whatever they like.
 */
final class ChainedAccounts {

  /** The role that the gateway signs in to. */
  static final String GATEWAY = "arn:aws:iam::" + ThreeAccounts.JOB + ":role/gateway";

  /** How the ARNs of its sessions begin. */
  static final String GATEWAY_SESSION =
      "arn:aws:sts::" + ThreeAccounts.JOB + ":assumed-role/gateway/";

  static final String OF_ENVIRONMENT = "decoy-environment";
  static final String OF_FILE = "decoy-file";
  static final String OF_WEB_IDENTITY = "decoy-web";
  static final String OF_METADATA = "decoy-metadata";

  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final TokenIssuer ISSUER =
      new TokenIssuer(URI.create("https://oidc.eks.us-east-1.amazonaws.com/id/MAPREDUCE"));
  private static final String GATEWAYS_SUBJECT = "system:serviceaccount:jobs:gateway";
  private static final String CONTAINERS_SUBJECT = "system:serviceaccount:jobs:container";

  private ChainedAccounts() {}

  /** The ARN of one of the decoys' roles. */
  static String decoy(String role) {
    return "arn:aws:iam::" + ThreeAccounts.FLIGHTS + ":role/" + role;
  }

  /**
   * The world, to be started.
   *
   * @param limit how long the sessions of a chain last at most
   */
  static LocalAwsBuilder world(Duration limit) {
    return new LocalAwsBuilder()
        .chainedSessionLimit(limit)
        .instanceProfile(decoy(OF_METADATA), Duration.ofHours(1))
        .account(
            ThreeAccounts.JOB,
            account ->
                account
                    .oidcProvider(ISSUER, AUDIENCE)
                    .bucket(RESULTS, openTo(ThreeAccounts.FLIGHTS))
                    .role("gateway", role -> role.trustsWebIdentity(ISSUER, GATEWAYS_SUBJECT))
                    .role("job-writer", role -> role.trusts(GATEWAY).readWrite(RESULTS)))
        .account(
            ThreeAccounts.FLIGHTS,
            account ->
                account
                    .oidcProvider(ISSUER, AUDIENCE)
                    .bucket(FLIGHTS)
                    .role(
                        "flights-reader",
                        role ->
                            role.trusts(GATEWAY)
                                .externalId(ThreeAccounts.FLIGHTS_EXTERNAL_ID)
                                .read(FLIGHTS))
                    .user(OF_ENVIRONMENT, user -> user.readWrite(FLIGHTS).readWrite(RESULTS))
                    .user(OF_FILE, user -> user.readWrite(FLIGHTS).readWrite(RESULTS))
                    .role(
                        OF_WEB_IDENTITY,
                        role ->
                            role.trustsWebIdentity(ISSUER, CONTAINERS_SUBJECT)
                                .readWrite(FLIGHTS)
                                .readWrite(RESULTS))
                    .role(OF_METADATA, role -> role.readWrite(FLIGHTS).readWrite(RESULTS)));
  }

  private static String openTo(String account) {
    return """
        {"Version": "2012-10-17", "Statement": [{
          "Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam::%s:root"},
          "Action": "s3:*",
          "Resource": ["arn:aws:s3:::%s", "arn:aws:s3:::%s/*"]}]}
        """
        .formatted(account, RESULTS, RESULTS);
  }

  /** What the gateway is given to sign in with. */
  static Map<String, String> gateway(Path folder) throws IOException {
    return Map.of(
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        token(folder.resolve("gateway-token"), GATEWAYS_SUBJECT).toString(),
        "AWS_ROLE_ARN",
        GATEWAY);
  }

  /** A token with which a container signs in to the decoy's role. */
  static Path containersToken(Path folder) throws IOException {
    return token(folder.resolve("container-token"), CONTAINERS_SUBJECT);
  }

  private static Path token(Path file, String subject) throws IOException {
    Instant now = Instant.now();
    return Files.writeString(
        file,
        ISSUER.issue(
            RS256,
            Map.of(
                "aud", List.of(AUDIENCE),
                "sub", subject,
                "iat", now.getEpochSecond(),
                "exp", now.plusSeconds(3600).getEpochSecond())));
  }
}
