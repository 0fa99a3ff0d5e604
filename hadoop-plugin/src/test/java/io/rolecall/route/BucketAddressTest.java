package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class BucketAddressTest {

  private static final String NAMED = "arn:aws:s3:eu-west-1:111122223333:accesspoint/flights";
  private static final String ON_OUTPOST =
      "arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-01/accesspoint/flights";

  private static String key(BucketAddress address, String host, String path) {
    int start = address.keyStart(host, path);
    return start == BucketAddress.ELSEWHERE ? "elsewhere" : path.substring(start);
  }

  private static @Nullable URI uri(@Nullable String endpoint) {
    return endpoint == null ? null : URI.create(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    // bucket, host, path, key
    // virtual host and path style
    "b1,           b1.s3.eu-west-1.amazonaws.com,                      /x,           x",
    "b1,           b1.s3.eu-west-1.amazonaws.com,                      /b1/x,        b1/x",
    "b1,           b1.s3.eu-west-1.amazonaws.com,                      '',           ''",
    "b1,           b1.s3.eu-west-1.amazonaws.com,                      /,            ''",
    "b1,           b1.s3.eu-west-1.amazonaws.com,                      //x,          /x",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b1/x,        x",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b1,          ''",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b1/,         ''",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b1//x,       /x",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b1/b1/x,     b1/x",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b12/x,       elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         /B1/x,        elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         /%62%31/x,    elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b1%2Fx,      elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         //b1/x,       elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         /./b1/x,      elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         /b2/../b1/x,  elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         /,            elsewhere",
    "b1,           s3.eu-west-1.amazonaws.com,                         '',           elsewhere",
    "b1,           b2.s3.eu-west-1.amazonaws.com,                      /b1/x,        elsewhere",
    "b1,           b1.b2.s3.eu-west-1.amazonaws.com,                   /x,           elsewhere",
    "b1,           b2.b1.s3.eu-west-1.amazonaws.com,                   /x,           elsewhere",
    "b1,           b1x.s3.eu-west-1.amazonaws.com,                     /x,           elsewhere",
    "b1,           B1.S3.EU-WEST-1.AmazonAWS.com,                      /x,           x",
    "b1,           b1.s3.eu-west-1.amazonaws.com.,                     /x,           x",
    "Bb1,          s3.amazonaws.com,                                   /Bb1/x,       x",
    "Bb1,          Bb1.s3.amazonaws.com,                               /x,           elsewhere",
    "b.1,          b.1.s3.eu-west-1.amazonaws.com,                     /x,           x",
    "b.1,          1.s3.eu-west-1.amazonaws.com,                       /x,           elsewhere",
    // buckets with names like hosts
    "s3,           s3.s3.eu-west-1.amazonaws.com,                      /x,           x",
    "s3,           s3.eu-west-1.amazonaws.com,                         /x,           elsewhere",
    "s3,           s3.s3.amazonaws.com,                                /x,           x",
    "eu-west-1,    eu-west-1.s3.amazonaws.com,                         /x,           x",
    "x.s3-fips,    x.s3-fips.s3.amazonaws.com,                         /x,           x",
    "bucket,       bucket.vpce-1a-2b.s3.eu-west-1.vpce.amazonaws.com,  /bucket/x,    x",
    // other hosts of Amazon's
    "b1,           b1.s3.amazonaws.com,                                /x,           x",
    "b1,           s3.amazonaws.com,                                   /b1/x,        x",
    "b1,           b1.s3-eu-west-1.amazonaws.com,                      /x,           x",
    "b1,           s3-eu-west-1.amazonaws.com,                         /b1/x,        x",
    "b1,           s3-fips-us-gov-west-1.amazonaws.com,                /b1/x,        x",
    "b1,           s3-external-1.amazonaws.com,                        /b1/x,        x",
    "b1,           b1.s3-fips.us-gov-west-1.amazonaws.com,             /x,           x",
    "b1,           b1.s3.dualstack.eu-west-1.amazonaws.com,            /x,           x",
    "b1,           b1.s3-fips.dualstack.us-east-1.amazonaws.com,       /x,           x",
    "b1,           b1.s3-accelerate.amazonaws.com,                     /x,           x",
    "b1,           b1.s3-accelerate.dualstack.amazonaws.com,           /x,           x",
    "b1,           b1.s3.cn-north-1.amazonaws.com.cn,                  /x,           x",
    "b1,           b1.s3.us-iso-east-1.c2s.ic.gov,                     /x,           x",
    "b1,           b1.s3.eusc-de-east-1.amazonaws.eu,                  /x,           x",
    "b1,           b1.bucket.vpce-1a-2b.s3.eu-west-1.vpce.amazonaws.com, /x,         x",
    "b1,           bucket.vpce-1a-2b.s3.eu-west-1.vpce.amazonaws.com,  /b1/x,        x",
    "b1,           b1.accesspoint.vpce-1a.s3.eu-west-1.vpce.amazonaws.com, /x,       elsewhere",
    "b1,           b1.control.vpce-1a.s3.eu-west-1.vpce.amazonaws.com, /x,           elsewhere",
    "b1--a--x-s3,  b1--a--x-s3.s3express-use1-az4.us-east-1.amazonaws.com, /x,       x",
    "b1--a--x-s3,  b1--a--x-s3.s3express-fips-use1-az4.dualstack.us-east-1.amazonaws.com, /x, x",
    "b1--a--x-s3,  s3express-control.us-east-1.amazonaws.com,          /b1--a--x-s3, ''",
    "b1--a--x-s3,  b2--a--x-s3.s3express-use1-az4.us-east-1.amazonaws.com, /x,       elsewhere",
    "ap--op-s3,    ap--op-s3.op-0b1d.s3-outposts.eu-west-1.amazonaws.com, /x,        x",
    "ap--op-s3,    ap2--op-s3.op-0b1d.s3-outposts.eu-west-1.amazonaws.com, /x,       elsewhere",
    // what serves other things than buckets
    "b1,           b1.s3-accesspoint.eu-west-1.amazonaws.com,          /x,           elsewhere",
    "b1,           b1.op-1.s3-outposts.eu-west-1.amazonaws.com,        /x,           elsewhere",
    "b1,           b1.s3-object-lambda.eu-west-1.amazonaws.com,        /x,           elsewhere",
    "b1,           b1.s3-control.eu-west-1.amazonaws.com,              /x,           elsewhere",
    "b1,           b1.s3-website.eu-west-1.amazonaws.com,              /x,           elsewhere",
    "b1,           b1.accesspoint.s3-global.amazonaws.com,             /x,           elsewhere",
    "b1,           b1.sts.eu-west-1.amazonaws.com,                     /x,           elsewhere",
    "b1,           b1.s3.eu-west-1.amazonaws.com.evil.example,         /x,           elsewhere",
    "b1,           b1.s3.eu-west-1.evilamazonaws.com,                  /x,           elsewhere",
    "b1,           b1.example.org,                                     /x,           elsewhere",
    "b1,           b1,                                                 /b1/x,        elsewhere",
  })
  void readsTheHostsOfAmazonAsS3Does(String bucket, String host, String path, String key) {
    assertThat(key(BucketAddress.of(bucket, null, null), host, path)).isEqualTo(key);
    assertThat(key(BucketAddress.of(bucket, uri("http://store:9000/gw"), null), host, path))
        .describedAs("also where the endpoint is another")
        .isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    // endpoint, host, path, key
    "http://store:9000,      store,          /b1/x,           x",
    "http://store:9000,      b1.store,       /x,              x",
    "http://store:9000,      b1.store,       /b1/x,           b1/x",
    "http://store:9000,      b2.store,       /b1/x,           elsewhere",
    "http://store:9000,      x.b1.store,     /x,              elsewhere",
    "http://store:9000,      b1.x.store,     /x,              elsewhere",
    "http://store:9000,      b1xstore,       /x,              elsewhere",
    "http://store:9000,      other,          /b1/x,           elsewhere",
    "http://store:9000,      b1,             /b1/x,           elsewhere",
    "HTTP://STORE,           STORE,          /b1/x,           x",
    "HTTP://STORE,           b1.STORE,       /x,              x",
    "http://user:pw@store,   store,          /b1/x,           x",
    "http://store.,          store.,         /b1/x,           x",
    "http://store.,          b1.store.,      /x,              x",
    "http://store/,          store,          /b1/x,           x",
    "http://store/,          b1.store,       /x,              x",
    "http://store//,         store,          //b1/x,          x",
    "http://store//,         b1.store,       //x,             x",
    "http://store/gw/s3,     store,          /gw/s3/b1/x,     x",
    "http://store/gw/s3,     store,          /gw/s3/b1,       ''",
    "http://store/gw/s3/,    store,          /gw/s3/b1/x,     x",
    "http://store/gw/s3,     store,          /b1/x,           elsewhere",
    "http://store/gw/s3,     store,          /b1/gw/s3/b1/x,  elsewhere",
    "http://store/gw/s3,     store,          /gw/s3x/b1/x,    elsewhere",
    "http://store/gw/s3,     store,          /gw//s3/b1/x,    elsewhere",
    "http://store/gw/s3,     b1.store,       /gw/s3/x,        x",
    "http://store/gw/s3,     b1.store,       /x,              elsewhere",
    "http://store/b1,        store,          /b1/b1/x,        x",
    "http://store/b1,        store,          /b1/x,           elsewhere",
    "http://store/a%20b,     store,          /a%20b/b1/x,     x",
    "http://10.0.0.1:9000,   10.0.0.1,       /b1/x,           x",
    "http://[::1]:9000,      [::1],          /b1/x,           x",
    "http://b1,              b1,             /b1/x,           x",
    "http://b1,              b1.b1,          /x,              x",
    "http://b1.store,        b1.store,       /b1/x,           elsewhere",
    "http://b1.store,        b1.b1.store,    /x,              x",
    "http://B1.store,        B1.store,       /b1/x,           elsewhere",
    "http://vpce-1.s3.us-east-1.vpce.amazonaws.com, vpce-1.s3.us-east-1.vpce.amazonaws.com, /b1/x, x",
  })
  void readsOtherHostsByTheEndpoint(String endpoint, String host, String path, String key) {
    assertThat(key(BucketAddress.of("b1", uri(endpoint), null), host, path)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    // access point, endpoint, host, path, key
    NAMED + ", , flights-111122223333.s3-accesspoint.eu-west-1.amazonaws.com, /x, x",
    NAMED + ", , flights-111122223333.s3-accesspoint-fips.dualstack.us-east-1.amazonaws.com, /x, x",
    NAMED + ", , flights-111122223333.accesspoint.vpce-1a.s3.eu-west-1.vpce.amazonaws.com, /x, x",
    NAMED + ", http://store/gw, flights-111122223333.store, /gw/x, x",
    NAMED + ", http://store/gw, store, /gw/b1/x, elsewhere",
    NAMED + ", , flights-444455556666.s3-accesspoint.eu-west-1.amazonaws.com, /x, elsewhere",
    NAMED + ", , other-111122223333.s3-accesspoint.eu-west-1.amazonaws.com, /x, elsewhere",
    NAMED + ", , flights-111122223333.s3.eu-west-1.amazonaws.com, /x, elsewhere",
    NAMED + ", , flights-111122223333.op-01.s3-outposts.eu-west-1.amazonaws.com, /x, elsewhere",
    NAMED + ", , b1.s3.eu-west-1.amazonaws.com, /x, elsewhere",
    NAMED + ", , s3.eu-west-1.amazonaws.com, /b1/x, elsewhere",
    NAMED + ", , s3-accesspoint.eu-west-1.amazonaws.com, /b1/x, elsewhere",
    ON_OUTPOST + ", , flights-111122223333.op-01.s3-outposts.eu-west-1.amazonaws.com, /x, x",
    ON_OUTPOST
        + ", , flights-111122223333.op-02.s3-outposts.eu-west-1.amazonaws.com, /x, elsewhere",
    ON_OUTPOST + ", http://store, flights-111122223333.op-01.store, /x, x",
  })
  void readsAnAccessPoint(
      String arn, @Nullable String endpoint, String host, String path, String key) {
    assertThat(key(BucketAddress.of("b1", uri(endpoint), arn), host, path)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    // access point, source, key
    ",             b1/x,                      x",
    ",             /b1/x,                     x",
    ",             b1//x,                     /x",
    ",             //b1/x,                    elsewhere",
    ",             b1,                        elsewhere",
    ",             b2/b1/x,                   elsewhere",
    "," + NAMED + "/object/x,                 elsewhere",
    NAMED + "," + NAMED + "/object/x,         x",
    NAMED + "," + NAMED + "2/object/x,        elsewhere",
    NAMED + "," + ON_OUTPOST + "/object/x,    elsewhere",
    NAMED + ",     b1/x,                      elsewhere",
  })
  void readsTheSourceOfACopy(@Nullable String arn, String source, String key) {
    int start = BucketAddress.of("b1", null, arn).sourceKeyStart(source);
    assertThat(start == BucketAddress.ELSEWHERE ? "elsewhere" : source.substring(start))
        .isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "http:///x,  'has no host: expected http://host or https://host'",
    "http:store, 'has no host: expected http://host or https://host'",
    "//,         'has no host: expected http://host or https://host'",
    "http://store?prefix=in,"
        + " 'has a query or a fragment, which would be part of each request. Remove it'",
    "http://store#x,"
        + " 'has a query or a fragment, which would be part of each request. Remove it'",
    "https://b1.s3.eu-west-1.amazonaws.com,"
        + " 'names ''b1'' before the host of S3, which S3A does by itself. Remove it'",
    "https://b1.bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com,"
        + " 'names ''b1'' before the host of S3, which S3A does by itself. Remove it'",
    "https://s3.eu-west-1.amazonaws.com/b1,"
        + " 'has a path, which S3 would take for a bucket or a key. Remove it'",
  })
  void refusesWhatHidesTheBucket(String endpoint, String why) {
    URI uri = "//".equals(endpoint) ? URI.create("https:////store") : URI.create(endpoint);
    assertThatThrownBy(() -> BucketAddress.of("b1", uri, null))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(why);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap",
    "arn:aws:s3:eu-west-1:111122223333:bucket/flights",
    "flights",
  })
  void refusesWhatIsNoAccessPoint(String arn) {
    assertThatThrownBy(() -> BucketAddress.of("b1", null, arn))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "is not an access point of one region: expected"
                + " arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME");
  }

  @Test
  void knowsTheHostsOfEachRegionThatTheSdkKnows() {
    assertThat(Region.regions()).isNotEmpty();
    assertThat(
            Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(region -> "b1.s3." + region + "." + PartitionMetadata.of(region).dnsSuffix())
                .filter(host -> !"x".equals(key(BucketAddress.of("b1", null, null), host, "/x")))
                .collect(Collectors.toSet()))
        .isEmpty();
  }
}
