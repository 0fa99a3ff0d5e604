package io.rolecall.localaws.iam;

/**
 * The two halves of a key pair.
 *
 * @param accessKeyId the public half
 * @param secretAccessKey the secret half; {@link #toString} masks it
 */
public record AccessKey(String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return accessKeyId + ":****";
  }
}
