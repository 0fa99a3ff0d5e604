package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What the query of a request has to say about its route: only where S3 reads it so. */
class RequestRoutesTest {

  private static final RequestRoutes ROUTES =
      TestRoutes.ofRequests(
          TestRoutes.of("", "bucket", "mine", "mine", "private", "private", "open", "open"));

  private static String route(SdkHttpMethod method, String pathAndQuery) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(method)
            .uri(URI.create("http://localhost:9000/bucket1" + pathAndQuery))
            .build();
    return ROUTES.find(request, () -> List.of("open/x")).credentials().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ?prefix=mine/, mine",
    "GET, ?list-type=2&prefix=mine/, mine",
    "GET, /?list-type=2&prefix=mine/x&delimiter=/&max-keys=2&start-after=mine/a, mine",
    "GET, ?list-type=2&prefix=mine/&continuation-token=t&encoding-type=url&fetch-owner=true, mine",
    "GET, ?prefix=mine/&marker=mine/a&x-id=ListObjects, mine",
    "GET, ?versions&prefix=mine/&key-marker=a&version-id-marker=b, mine",
    "GET, ?uploads&prefix=mine/&max-uploads=2&upload-id-marker=u, mine",
    "GET, ?list-type=2&prefix=other/, bucket",
    "GET, ?list-type=2, bucket",
    "POST, ?delete, open",
    "POST, /?delete, open",
  })
  void aListIsOfItsPrefixAndABulkDeleteOfItsKeys(
      SdkHttpMethod method, String pathAndQuery, String name) {
    assertThat(route(method, pathAndQuery)).isEqualTo("role " + name);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, ?policy&prefix=mine/, bucket",
    "GET, ?policy&prefix=mine/, bucket",
    "GET, ?acl&prefix=mine/, bucket",
    "GET, ?acl&list-type=2&prefix=mine/, bucket",
    "GET, ?session&prefix=mine/, bucket",
    "PUT, ?prefix=mine/, bucket",
    "HEAD, ?prefix=mine/, bucket",
    "DELETE, ?prefix=mine/, bucket",
    "DELETE, ?lifecycle&prefix=mine/, bucket",
    "GET, /private/x?prefix=mine/, private",
    "GET, /private/x?list-type=2&prefix=mine/, private",
    "POST, /private/x?delete, private",
    "POST, /private/x?uploadId=u&delete, private",
    "POST, /private/x?uploads&delete, private",
    "POST, /private/x?restore&delete, private",
  })
  void whatIsNoneOfTheseIsOfItsKey(SdkHttpMethod method, String pathAndQuery, String name) {
    assertThat(route(method, pathAndQuery)).isEqualTo("role " + name);
  }
}
