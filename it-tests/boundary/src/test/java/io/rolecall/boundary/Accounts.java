package io.rolecall.boundary;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.RoutesJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The accounts that the application uses, and what an attacker would like to have.
 *
 * <p>{@link #TARGETS} buckets are there to be attacked, one after another: a file system that
 * somebody has opened is the same for all, so that each attack needs a bucket that nobody has
 * opened. Their role and that of the lake were declared. {@link #VAULT_ROLE} trusts the base
 * identity too, but nobody declared it.
 */
final class Accounts implements AutoCloseable {

  static final String LAKE = "lake";
  static final String LAKE_ROLE = "arn:aws:iam::222222222222:role/lake-reader";
  static final String BRONZE_ROLE = "arn:aws:iam::222222222222:role/bronze";
  static final String SILVER_ROLE = "arn:aws:iam::222222222222:role/silver";
  static final String TARGET_ROLE = "arn:aws:iam::222222222222:role/target-reader";
  static final String VAULT_ROLE = "arn:aws:iam::222222222222:role/vault-admin";

  /** A group that nobody here is of, and the bucket that it has a route to. */
  static final String ADMINS = "admins";

  /** What the files of a bucket hold. */
  static final List<String> HONEST_LINES = List.of("honest 1", "honest 2");

  static final String VAULT_LINE = "the vault's secret";

  private static final String SHARED = "shared";
  private static final List<String> ROLES =
      List.of(LAKE_ROLE, TARGET_ROLE, BRONZE_ROLE, SILVER_ROLE);
  private static final String OPERATORS = "111111111111";
  private static final String OPERATOR = "operator";
  private static final String OPERATOR_ARN = "arn:aws:iam::111111111111:user/operator";
  private static final int TARGETS = 800;
  private static final int VAULTS = 800;

  private final LocalAws aws;
  private int targets;
  private int vaults;

  private Accounts(LocalAws aws) {
    this.aws = aws;
  }

  static Accounts start() throws IOException {
    List<String> buckets = IntStream.range(0, TARGETS).mapToObj(Accounts::target).toList();
    List<String> closed = IntStream.range(0, VAULTS).mapToObj(Accounts::vault).toList();
    LocalAws aws =
        new LocalAwsBuilder()
            .account(OPERATORS, account -> account.user(OPERATOR))
            .account(
                "222222222222",
                account -> {
                  account.bucket(LAKE).bucket(SHARED).bucket(ADMINS);
                  for (String catalog : List.of("bronze", "silver")) {
                    account.role(
                        catalog, role -> role.trusts(OPERATOR_ARN).readWrite(SHARED, catalog));
                  }
                  buckets.forEach(account::bucket);
                  closed.forEach(account::bucket);
                  account.role("lake-reader", role -> role.trusts(OPERATOR_ARN).readWrite(LAKE));
                  account.role(
                      "target-reader",
                      role -> {
                        role.trusts(OPERATOR_ARN);
                        buckets.forEach(role::readWrite);
                      });
                  account.role(
                      "vault-admin",
                      role -> {
                        role.trusts(OPERATOR_ARN);
                        buckets.forEach(role::readWrite);
                        closed.forEach(role::readWrite);
                        role.readWrite(ADMINS);
                      });
                })
            .start();
    aws.put(LAKE, "honest.txt", honest());
    aws.put(ADMINS, "secret.txt", VAULT_LINE.getBytes(StandardCharsets.UTF_8));
    return new Accounts(aws);
  }

  private static byte[] honest() {
    return String.join("\n", HONEST_LINES).getBytes(StandardCharsets.UTF_8);
  }

  private static String target(int number) {
    return "target-" + number;
  }

  private static String vault(int number) {
    return "vault-" + number;
  }

  LocalAws aws() {
    return aws;
  }

  /** What the operator declared: a role for each bucket but the vault. */
  static Map<String, String> declaredRoles() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.hadoop.fs.s3a.bucket." + LAKE + ".assumed.role.arn", LAKE_ROLE);
    for (int number = 0; number < TARGETS; number++) {
      settings.put(
          "spark.hadoop.fs.s3a.bucket." + target(number) + ".assumed.role.arn", TARGET_ROLE);
    }
    settings.put(
        "spark.hadoop.fs.s3a.rolecall.routes",
        new RoutesJson()
            .role("s3a://" + ADMINS, VAULT_ROLE)
            .field("groups", List.of(ADMINS))
            .toString());
    settings.put("spark.sql.catalog.bronze.hadoop.fs.s3a.impl.disable.cache", "true");
    settings.put("spark.sql.catalog.silver.hadoop.fs.s3a.impl.disable.cache", "true");
    settings.put(
        "spark.sql.catalog.bronze.hadoop.fs.s3a.bucket." + SHARED + ".assumed.role.arn",
        BRONZE_ROLE);
    settings.put(
        "spark.sql.catalog.silver.hadoop.fs.s3a.bucket." + SHARED + ".assumed.role.arn",
        SILVER_ROLE);
    return settings;
  }

  /** A bucket that nobody has opened yet, with honest lines. */
  synchronized String freshTarget() throws IOException {
    String bucket = target(targets++);
    aws.put(bucket, "honest.txt", honest());
    aws.put(bucket, "inside/honest.txt", honest());
    return bucket;
  }

  /** A bucket that no route is for, with what the attacker wants. */
  synchronized String freshVault() throws IOException {
    String bucket = vault(vaults++);
    aws.put(bucket, "secret.txt", VAULT_LINE.getBytes(StandardCharsets.UTF_8));
    return bucket;
  }

  /** Whether the operator declared that this is asked for, and by whom. */
  static boolean isDeclared(Entry entry) {
    if (entry.roleRequest() != null) {
      return String.valueOf(entry.principalArn()).equals(OPERATOR_ARN)
          && ROLES.contains(entry.roleRequest().roleArn());
    }
    return roleOf(String.valueOf(entry.bucket()), String.valueOf(entry.key()))
        .equals(signer(entry));
  }

  /** Whether it is what all attackers want. */
  static boolean isOfTheVault(Entry entry) {
    return String.valueOf(entry.bucket()).startsWith("vault-")
        || ADMINS.equals(entry.bucket())
        || (entry.roleRequest() != null && VAULT_ROLE.equals(entry.roleRequest().roleArn()));
  }

  private static String roleOf(String bucket, String key) {
    if (bucket.equals(SHARED)) {
      return key.startsWith("bronze") ? BRONZE_ROLE : SILVER_ROLE;
    }
    if (bucket.startsWith("target-")) {
      return TARGET_ROLE;
    }
    return bucket.equals(LAKE) ? LAKE_ROLE : "nobody";
  }

  /** The role that signed a request, or whoever else it was. */
  static String signer(Entry entry) {
    return String.valueOf(entry.principalArn())
        .replaceAll("arn:aws:sts::(\\d+):assumed-role/([^/]*)/.*", "arn:aws:iam::$1:role/$2");
  }

  /** The base identity, which itself may do nothing but assume roles. */
  static String operatorArn() {
    return OPERATOR_ARN;
  }

  /** The keys of the base identity. */
  AccessKey operator() {
    return aws.credentialsOf(OPERATORS, OPERATOR);
  }

  @Override
  public void close() throws IOException {
    aws.close();
  }
}
