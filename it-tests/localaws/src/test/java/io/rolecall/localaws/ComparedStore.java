package io.rolecall.localaws;

import io.rolecall.localaws.RawRequests.Raw;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A store with a user who may assume a role that may read a bucket of another account.
 *
 * @param endpoint S3 and STS
 * @param user the user
 * @param account the account that owns the bucket
 */
public record ComparedStore(URI endpoint, AwsCredentials user, String account) {

  private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NO_BODY = new byte[0];
  private static final Pattern CODE = Pattern.compile("<Code>([^<]+)</Code>");

  String role(String name) {
    return "arn:aws:iam::" + account + ":role/" + name;
  }

  public AwsSessionCredentials session(String role, int seconds) {
    return new Clients(endpoint).assume(user, role(role), r -> r.durationSeconds(seconds));
  }

  String get(AwsCredentials signer) {
    return answer(sign(SdkHttpMethod.GET, NO_BODY, signer));
  }

  String head(AwsCredentials signer) {
    return answer(sign(SdkHttpMethod.HEAD, NO_BODY, signer));
  }

  public String put(AwsCredentials signer) {
    return answer(sign(SdkHttpMethod.PUT, BODY, signer));
  }

  Raw request(SdkHttpMethod method, byte[] body) {
    return RawRequests.request(method, endpoint.resolve("/data/key"), body);
  }

  Raw sign(SdkHttpMethod method, byte[] body, AwsCredentials signer) {
    return RawRequests.sign(request(method, body), signer);
  }

  String assume(AwsCredentials caller, String role, int seconds) {
    return sts(
        caller,
        "Action=AssumeRole&RoleSessionName=test&DurationSeconds="
            + seconds
            + "&RoleArn="
            + role(role));
  }

  String sts(AwsCredentials caller, String form) {
    return answer(stsRequest(caller, form));
  }

  private Raw stsRequest(AwsCredentials caller, String form) {
    byte[] body = (form + "&Version=2011-06-15").getBytes(StandardCharsets.UTF_8);
    Raw request =
        RawRequests.request(SdkHttpMethod.POST, endpoint.resolve("/"), body)
            .withHeader("Content-Type", "application/x-www-form-urlencoded");
    Consumer<SignRequest.Builder<AwsCredentialsIdentity>> forSts =
        r -> r.putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts");
    return RawRequests.sign(request, caller, forSts);
  }

  private static String answer(Raw request) {
    return reply(request).text();
  }

  private static Reply reply(Raw request) {
    HttpResponse<byte[]> answer = RawRequests.send(request);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    Matcher code = CODE.matcher(body);
    return new Reply(answer.statusCode() + (code.find() ? " " + code.group(1) : ""), body);
  }

  /**
   * An answer.
   *
   * @param text its status, and the code of an error
   * @param body all that it has
   */
  public record Reply(String text, String body) {

    /** What an element of the body has; empty without it. */
    public String element(String name) {
      Matcher element = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(body);
      return element.find() ? element.group(1) : "";
    }

    /** The session that STS gives. */
    public AwsSessionCredentials session() {
      return AwsSessionCredentials.create(
          element("AccessKeyId"), element("SecretAccessKey"), element("SessionToken"));
    }
  }

  /**
   * Any request.
   *
   * @param target path and query
   * @param body what is sent; empty for nothing
   */
  public Reply ask(AwsCredentials signer, SdkHttpMethod method, String target, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Raw request = RawRequests.request(method, endpoint.resolve(target), bytes);
    return reply(
        RawRequests.sign(
            bytes.length == 0 ? request : request.withHeader("Content-MD5", md5(bytes)), signer));
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * AssumeRole.
   *
   * @param roleArn the role
   * @param sessionName how the session is to be called
   * @param more further parameters, such as ExternalId
   */
  public Reply assume(
      AwsCredentials caller, String roleArn, String sessionName, Map<String, String> more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", "AssumeRole");
    form.put("RoleArn", roleArn);
    form.put("RoleSessionName", sessionName);
    form.putAll(more);
    return reply(
        stsRequest(
            caller,
            form.entrySet().stream()
                .map(
                    parameter ->
                        parameter.getKey()
                            + "="
                            + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))));
  }

  /** A session of a second, when that is over. */
  private AwsSessionCredentials ended() {
    AwsSessionCredentials session = session("reader", 1);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (get(session).equals("200")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("a session of a second does not end");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return session;
  }

  /** The requests, by what is wrong with them. */
  public Map<String, String> answers() {
    AwsSessionCredentials session = session("reader", 900);
    AwsSessionCredentials other = session("reader", 900);
    AwsCredentials wrongSecret =
        AwsSessionCredentials.create(session.accessKeyId(), "wrong", session.sessionToken());
    AwsCredentials foreignToken =
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), other.sessionToken());
    AwsCredentials noToken =
        AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
    AwsCredentials unknown = AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret");
    AwsCredentials userWithWrongSecret = AwsBasicCredentials.create(user.accessKeyId(), "wrong");
    Raw old =
        RawRequests.sign(
            request(SdkHttpMethod.GET, NO_BODY),
            session,
            r ->
                r.putProperty(
                    HttpSigner.SIGNING_CLOCK,
                    Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20))));
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("GET by a session that may", get(session));
    answers.put("PUT by a session that may not", put(session));
    answers.put("GET without a signature", answer(request(SdkHttpMethod.GET, NO_BODY)));
    answers.put("GET by the user, who has no right in that account", get(user));
    AwsSessionCredentials ended = ended();
    answers.put("GET by an expired session", get(ended));
    answers.put("HEAD by an expired session", head(ended));
    answers.put("PUT by an expired session", put(ended));
    answers.put("GET by a user with a wrong secret", get(userWithWrongSecret));
    answers.put("GET by a session with a wrong secret", get(wrongSecret));
    answers.put("GET by a session with another's token", get(foreignToken));
    answers.put("GET by a session without its token", get(noToken));
    answers.put("GET by an unknown key", get(unknown));
    answers.put(
        "PUT of another body than was signed",
        answer(sign(SdkHttpMethod.PUT, BODY, session("writer", 900)).withBody(new byte[4])));
    answers.put("GET signed 20 minutes ago", answer(old));
    answers.put("AssumeRole that the role does not trust", assume(user, "chained", 900));
    answers.put("AssumeRole of no role", assume(user, "nobody", 900));
    answers.put("AssumeRole for longer than the role allows", assume(user, "reader", 40_000));
    answers.put("AssumeRole with a wrong secret", assume(userWithWrongSecret, "reader", 900));
    answers.put("AssumeRole by an unknown key", assume(unknown, "reader", 900));
    answers.put("AssumeRole by an expired session", assume(ended, "reader", 900));
    answers.put("GetCallerIdentity", sts(user, "Action=GetCallerIdentity"));
    return answers;
  }
}
