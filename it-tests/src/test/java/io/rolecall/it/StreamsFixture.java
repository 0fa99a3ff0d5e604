package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.log.AccessLog.Entry;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** One bucket, one role, and the means to end its session at any moment. */
final class StreamsFixture implements AutoCloseable {

  static final String BUCKET = "streams";
  static final int MIB = 1024 * 1024;

  private static final String ME = "arn:aws:iam::111111111111:user/me";

  private final LocalAws aws;

  StreamsFixture(LocalAws aws) {
    this.aws = aws;
  }

  static LocalAwsBuilder world() {
    return new LocalAwsBuilder()
        .account("111111111111", account -> account.user("me"))
        .account(
            "222222222222",
            account ->
                account.bucket(BUCKET).role("streams", role -> role.trusts(ME).readWrite(BUCKET)));
  }

  LocalAws aws() {
    return aws;
  }

  Configuration conf(String duration) {
    Configuration conf = S3Conf.rolecall(aws.endpoint(), duration);
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
    S3Conf.role(conf, BUCKET, "arn:aws:iam::222222222222:role/streams");
    return conf;
  }

  FileSystem open(Configuration conf) throws IOException {
    aws.faults().clear();
    FileSystem fs = FileSystem.newInstance(URI.create("s3a://" + BUCKET), conf);
    aws.log().clear();
    return fs;
  }

  static Path path(String key) {
    return new Path("s3a://" + BUCKET + "/" + key);
  }

  /** Content that tells its position. */
  static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  byte[] put(String key, int length) throws IOException {
    byte[] content = content(length);
    aws.put(BUCKET, key, content);
    return content;
  }

  /** Ends the session that signed the last request: the store says from now on that it expired. */
  void endSession() {
    String key =
        aws.log()
            .s3()
            .map(entry -> entry.client().accessKeyId())
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(aws.faults().revoke(key)).isEqualTo(1);
    aws.log().clear();
  }

  /** Requests that met the ended session. */
  List<Entry> expired() {
    return aws.log().s3().filter(entry -> entry.status() == 400 || entry.status() == 403).toList();
  }

  @Override
  public void close() throws IOException {
    aws.close();
  }
}
