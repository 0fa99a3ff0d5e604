package io.rolecall.handoff;

import io.rolecall.config.RolecallConfig;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.logging.SecretLoggers;
import io.rolecall.route.StsEndpoint;
import io.rolecall.routes.RouteBook;
import io.rolecall.session.SessionException;
import io.rolecall.sts.StsCall;
import io.rolecall.sts.StsFailure;
import io.rolecall.sts.StsFailures;
import io.rolecall.sts.StsNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Asks STS for tokens that tell other services who an AWS identity is. The request is our own: the
 * SDKs of the supported Hadoop versions do not have this action yet.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html">GetWebIdentityToken</a>
 */
public final class WebIdentityTokens {

  private static final int MAX_ANSWER = 256 * 1024;

  private WebIdentityTokens() {}

  /**
   * Obtains a token of the base identity that a configuration names.
   *
   * @param book the configuration
   * @param wanted what the token is for
   * @return the token
   * @throws HandOverException if there are no credentials, or STS gives none
   * @throws io.rolecall.config.ConfigException if no base identity is named that has credentials of
   *     its own
   */
  public static SecretToken obtain(RouteBook book, WebIdentityRequest wanted)
      throws HandOverException {
    try (BaseIdentity base = BaseIdentity.of(book)) {
      RolecallConfig config = book.ofAll();
      return obtain(config.stsEndpoint(), StsNetwork.of(config), base.credentials(), wanted);
    } catch (SessionException e) {
      throw new HandOverException("no credentials to call STS with: " + e.getMessage(), e);
    }
  }

  /**
   * Obtains a token.
   *
   * @param endpoint a regional STS endpoint; the global one does not serve this
   * @param network how it is reached
   * @param caller whose identity the token tells
   * @param wanted what it is for
   * @return the token
   * @throws HandOverException if STS gives none
   */
  public static SecretToken obtain(
      StsEndpoint endpoint,
      StsNetwork network,
      AwsCredentialsIdentity caller,
      WebIdentityRequest wanted)
      throws HandOverException {
    SecretLoggers.guard();
    String region = region(endpoint);
    URI uri = uri(endpoint, region);
    byte[] form = form(wanted).getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest.Builder post =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(uri)
            .encodedPath("/")
            .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    network.headers().forEach(post::putHeader);
    SdkHttpRequest request = post.build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(caller)
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(form))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    try (SdkHttpClient http = network.httpClient().build()) {
      HttpExecuteResponse response =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(() -> new ByteArrayInputStream(form))
                      .build())
              .call();
      return answer(uri, response);
    } catch (IOException e) {
      throw new HandOverException(StsFailures.explain(call(uri), StsFailure.unreachable(e)), e);
    }
  }

  private static StsCall call(URI uri) {
    return StsCall.webIdentityToken(uri.toString());
  }

  private static String region(StsEndpoint endpoint) throws HandOverException {
    try {
      return endpoint
          .region()
          .orElseGet(() -> DefaultAwsRegionProviderChain.builder().build().getRegion().id());
    } catch (SdkClientException | IllegalArgumentException e) {
      throw new HandOverException(
          StsFailures.explain(StsCall.webIdentityToken(""), StsFailure.of(e)), e);
    }
  }

  private static URI uri(StsEndpoint endpoint, String region) throws HandOverException {
    URI uri =
        endpoint
            .endpoint()
            .orElseGet(
                () ->
                    URI.create(
                        "https://" + StsClient.serviceMetadata().endpointFor(Region.of(region))));
    if ("sts.amazonaws.com".equals(uri.getHost())) {
      throw new HandOverException(
          "STS's global endpoint "
              + uri
              + " gives no web identity tokens: set fs.s3a.assumed.role.sts.endpoint.region, and"
              + " fs.s3a.assumed.role.sts.endpoint to a regional endpoint or to nothing",
          null);
    }
    return uri;
  }

  private static String form(WebIdentityRequest wanted) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", "GetWebIdentityToken");
    form.put("Version", "2011-06-15");
    form.put("Audience.member.1", wanted.audience());
    form.put("DurationSeconds", Long.toString(wanted.duration().toSeconds()));
    form.put("SigningAlgorithm", wanted.algorithm().name());
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static SecretToken answer(URI uri, HttpExecuteResponse response)
      throws IOException, HandOverException {
    byte[] body = new byte[0];
    if (response.responseBody().isPresent()) {
      try (AbortableInputStream in = response.responseBody().get()) {
        body = in.readNBytes(MAX_ANSWER);
      }
    }
    Map<String, String> texts = texts(uri, body);
    String token = texts.get("WebIdentityToken");
    String expiration = texts.get("Expiration");
    if (!response.httpResponse().isSuccessful() || token == null || expiration == null) {
      StsFailure failure =
          StsFailure.refused(
              response.httpResponse().statusCode(), texts.get("Code"), texts.get("Message"));
      throw new HandOverException(StsFailures.explain(call(uri), failure), null);
    }
    try {
      return new SecretToken(token, Instant.parse(expiration));
    } catch (DateTimeException e) {
      // Without its cause, whose message quotes the answer.
      throw new HandOverException(
          "STS's answer at "
              + uri
              + " has an expiration that is not a time such as 2026-01-01T00:00:00Z: check"
              + " fs.s3a.assumed.role.sts.endpoint, it may be another service's",
          null);
    }
  }

  /** The texts of the answer's elements by name; each name that matters is there once. */
  private static Map<String, String> texts(URI uri, byte[] body) throws HandOverException {
    Map<String, String> texts = new HashMap<>();
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = new ByteArrayInputStream(body)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      String element = "";
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          element = xml.getLocalName();
        } else if (event == XMLStreamConstants.CHARACTERS && !xml.isWhiteSpace()) {
          texts.merge(element, xml.getText(), String::concat);
        }
      }
      return texts;
    } catch (XMLStreamException | IOException e) {
      // Without its cause, whose message may quote the answer.
      throw new HandOverException(
          "the answer of " + uri + " is not STS's: check fs.s3a.assumed.role.sts.endpoint", null);
    }
  }
}
