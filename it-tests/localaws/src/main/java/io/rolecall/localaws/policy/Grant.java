package io.rolecall.localaws.policy;

import io.rolecall.localaws.text.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policies that S3A's users write again and again, as documents: read or change a bucket or a
 * part of it.
 */
public final class Grant {
  private static final List<String> READ_OBJECTS =
      List.of("s3:GetObject*", "s3:ListMultipartUploadParts");
  private static final List<String> WRITE_OBJECTS =
      List.of("s3:PutObject*", "s3:DeleteObject*", "s3:AbortMultipartUpload");
  private static final List<String> LIST = List.of("s3:ListBucket", "s3:ListBucketVersions");

  /** These know no condition on a prefix. */
  private static final List<String> OF_BUCKET =
      List.of("s3:GetBucketLocation", "s3:ListBucketMultipartUploads");

  private static final List<String> ASSUME =
      List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity");

  private Grant() {}

  /**
   * Allows to read and list.
   *
   * @param bucket a bucket
   * @param path a path in it without a slash at either end, for the object of this name and all
   *     below it; empty for the whole bucket
   */
  public static PolicyDocument read(String bucket, String path) {
    return identity(reading(bucket, path));
  }

  /** Allows what {@link #read} does, and to write and delete. */
  public static PolicyDocument readWrite(String bucket, String path) {
    return read(bucket, path).and(write(bucket, path));
  }

  /** Allows to write and delete, but neither to read nor to list. */
  public static PolicyDocument write(String bucket, String path) {
    return identity(List.of(statement(WRITE_OBJECTS, objects(bucket, path))));
  }

  /** Allows to assume every role that trusts the identity, with tags and a source identity. */
  public static PolicyDocument assumeRoles() {
    return identity(List.of(statement(ASSUME, List.of("*"))));
  }

  /** A bucket's policy that lets everybody read and list it. */
  public static PolicyDocument readByEverybody(String bucket) {
    List<Map<String, Object>> statements = reading(bucket, "");
    statements.forEach(statement -> statement.put("Principal", "*"));
    return parse(PolicyKind.BUCKET, statements);
  }

  /**
   * A trust policy.
   *
   * @param principal the Principal element
   * @param actions what of STS it allows
   * @param equal the condition keys whose value has to be this one
   */
  public static PolicyDocument trust(
      Map<String, ?> principal, List<String> actions, Map<String, String> equal) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", principal);
    statement.put("Action", actions);
    if (!equal.isEmpty()) {
      statement.put("Condition", Map.of("StringEquals", equal));
    }
    return parse(PolicyKind.TRUST, List.of(statement));
  }

  /** A trust policy for callers of AssumeRole, who may pass tags and a source identity. */
  public static PolicyDocument trust(List<String> arns, Map<String, String> equal) {
    return trust(Map.of("AWS", arns), ASSUME, equal);
  }

  private static List<Map<String, Object>> reading(String bucket, String path) {
    List<String> arn = List.of("arn:aws:s3:::" + bucket);
    Map<String, Object> list = statement(LIST, arn);
    if (!path.isEmpty()) {
      list.put("Condition", Map.of("StringLike", Map.of("s3:prefix", List.of(path, path + "/*"))));
    }
    return List.of(statement(READ_OBJECTS, objects(bucket, path)), list, statement(OF_BUCKET, arn));
  }

  private static List<String> objects(String bucket, String path) {
    String arn = "arn:aws:s3:::" + bucket + '/';
    return path.isEmpty() ? List.of(arn + '*') : List.of(arn + path + "/*", arn + path);
  }

  private static Map<String, Object> statement(List<String> actions, List<String> resources) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Action", actions);
    statement.put("Resource", resources);
    return statement;
  }

  private static PolicyDocument identity(List<Map<String, Object>> statements) {
    return parse(PolicyKind.IDENTITY, statements);
  }

  private static PolicyDocument parse(PolicyKind kind, List<Map<String, Object>> statements) {
    String json = JsonText.of(Map.of("Version", "2012-10-17", "Statement", statements));
    try {
      return PolicyDocument.parse(kind, json);
    } catch (MalformedPolicyException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
