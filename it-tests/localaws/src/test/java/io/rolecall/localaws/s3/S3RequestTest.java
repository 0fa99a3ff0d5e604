package io.rolecall.localaws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bucket, key and operation a request means. */
final class S3RequestTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9000,             /,             '',     ''",
    "127.0.0.1:9000,             /bucket,       bucket, ''",
    "127.0.0.1:9000,             /bucket/,      bucket, ''",
    "127.0.0.1:9000,             /bucket/a%20b, bucket, a b",
    "127.0.0.1:9000,             /bucket//a,    bucket, /a",
    "localhost:9000,             /bucket/a/b,   bucket, a/b",
    "bucket.localhost:9000,      /a/b,          bucket, a/b",
    "my.bucket.localhost,        /,             my.bucket, ''",
    "bucket.s3.localhost:9000,   //a,           bucket, /a",
    "s3.localhost:9000,          /bucket/a,     bucket, a",
  })
  void findsBucketAndKey(String host, String path, String bucket, String key) {
    S3Request request = request("GET", host, path, "");
    assertThat(request.bucket()).isEqualTo(bucket);
    assertThat(request.key()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /,    '',                        ListBuckets,             s3:ListAllMyBuckets",
    "HEAD,   /b,   '',                        HeadBucket,              s3:ListBucket",
    "PUT,    /b,   '',                        CreateBucket,            s3:CreateBucket",
    "DELETE, /b,   '',                        DeleteBucket,            s3:DeleteBucket",
    "GET,    /b,   '',                        ListObjects,             s3:ListBucket",
    "GET,    /b,   list-type=2&prefix=x,      ListObjectsV2,           s3:ListBucket",
    "GET,    /b,   versions,                  ListObjectVersions,      s3:ListBucketVersions",
    "GET,    /b,   uploads,                   ListMultipartUploads, s3:ListBucketMultipartUploads",
    "GET,    /b,   location,                  GetBucketLocation,       s3:GetBucketLocation",
    "PUT,    /b,   lifecycle=,        PutBucketLifecycleConfiguration,"
        + " s3:PutBucketLifecycleConfiguration",
    "POST,   /b,   delete,                    DeleteObjects,           s3:DeleteObject",
    "GET,    /b/k, '',                        GetObject,               s3:GetObject",
    "HEAD,   /b/k, '',                        HeadObject,              s3:GetObject",
    "PUT,    /b/k, '',                        PutObject,               s3:PutObject",
    "DELETE, /b/k, versionId=1,               DeleteObject,            s3:DeleteObject",
    "GET,    /b/k, tagging,                   GetObjectTagging,        s3:GetObjectTagging",
    "PUT,    /b/k, acl,                       PutObjectAcl,            s3:PutObjectAcl",
    "GET,    /b/k, attributes,                GetObjectAttributes,     s3:GetObjectAttributes",
    "POST,   /b/k, uploads,                   CreateMultipartUpload,   s3:PutObject",
    "PUT,    /b/k, uploadId=1&partNumber=1,   UploadPart,              s3:PutObject",
    "GET,    /b/k, uploadId=1,                ListParts,    s3:ListMultipartUploadParts",
    "POST,   /b/k, uploadId=1,                CompleteMultipartUpload, s3:PutObject",
    "DELETE, /b/k, uploadId=1,                AbortMultipartUpload,    s3:AbortMultipartUpload",
  })
  void namesOperationAndAction(
      String method, String path, String query, String name, String action) {
    assertThat(S3Operation.of(request(method, "localhost", path, query)))
        .isEqualTo(new S3Operation(name, action));
  }

  @ParameterizedTest
  @CsvSource({"'', CopyObject", "uploadId=1&partNumber=1, UploadPartCopy"})
  void tellsCopiesByTheirSource(String query, String name) {
    S3Request request = request("PUT", "localhost", "/b/k", query);
    request.http().headers().add("x-amz-copy-source", "/from/key");
    assertThat(S3Operation.of(request)).isEqualTo(new S3Operation(name, "s3:PutObject"));
  }

  @ParameterizedTest
  @CsvSource({
    "bucket.localhost, /a%2Bb c, '',                   /bucket/a%2Bb%20c",
    "localhost, /bucket, list-type=2&prefix=a+b,       /bucket?list-type=2&prefix=a%2Bb",
    "localhost, /bucket/k, X-Amz-Signature=s&versionId=1&X-Amz-Date=d, /bucket/k?versionId=1",
  })
  void asksTheBackEndInPathStyle(String host, String path, String query, String target) {
    assertThat(request("GET", host, path, query).backEndTarget()).isEqualTo(target);
  }

  private static S3Request request(String method, String host, String path, String query) {
    HttpHeaders headers = new HttpHeaders().add("Host", host);
    return S3Request.of(new HttpRequest(method, path, query, headers, new InetSocketAddress(0)));
  }
}
