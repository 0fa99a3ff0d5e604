package io.rolecall.s3a;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * GetCallerIdentity, signed: whoever has it can ask STS who signed, within 15 minutes, and nothing
 * else. So a process that does not reach STS, or must not call it, can prove who it is. It holds no
 * secret access key.
 *
 * @param sts where to send it, by POST
 * @param headers what it is sent with, but for the host and the length
 * @param body its body
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public record SignedQuestion(URI sts, Map<String, String> headers, String body)
    implements Serializable {

  private static final String BODY = "Action=GetCallerIdentity&Version=2011-06-15";

  /** Copies the headers. */
  public SignedQuestion {
    headers = new TreeMap<>(headers);
  }

  static SignedQuestion sign(AwsCredentialsIdentity identity, URI sts, String region) {
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(sts)
            .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                signing ->
                    signing
                        .identity(identity)
                        .request(request)
                        .payload(
                            () -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
            .request();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    signed.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
    List.of("Host", "Content-Length").forEach(headers::remove);
    return new SignedQuestion(sts, headers, BODY);
  }

  /** Where it goes; no headers. */
  @Override
  public String toString() {
    return "GetCallerIdentity of " + sts;
  }
}
