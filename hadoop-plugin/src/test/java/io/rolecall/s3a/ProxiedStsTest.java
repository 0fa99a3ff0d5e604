package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.FakeProxy;
import io.rolecall.testing.FakeProxy.Passed;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** STS is where only a proxy of S3A's keys gets to. */
@Timeout(60)
class ProxiedStsTest {

  private static final String HIDDEN = "http://localhost:1";

  private final FakeSts sts = new FakeSts();
  private final FakeProxy proxy = new FakeProxy(sts.endpoint());
  private final Configuration conf = new Configuration();
  private final RolecallFileSystem fs = new RolecallFileSystem();

  ProxiedStsTest() {
    sts.reach(conf);
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    conf.set("fs.s3a.assumed.role.sts.endpoint", HIDDEN);
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    proxy.close();
    sts.close();
  }

  private void mint() throws IOException {
    fs.initialize(URI.create("s3a://b1"), conf);
    fs.getDelegationToken("renewer");
  }

  @Test
  void theBucketsProxyIsAsked() throws IOException {
    proxy.admit("me", "s3cr3t");
    conf.set("fs.s3a.proxy.host", "nowhere.invalid");
    conf.set("fs.s3a.bucket.b1.proxy.host", "localhost");
    conf.set("fs.s3a.proxy.port", Integer.toString(proxy.port()));
    conf.set("fs.s3a.proxy.username", "me");
    conf.set("fs.s3a.proxy.password", "s3cr3t");
    conf.set("fs.s3a.user.agent.prefix", "mine");
    conf.set("fs.s3a.client.sts.custom.headers", "X-Tenant=t1");
    mint();
    assertThat(sts.calls()).hasSize(1);
    assertThat(proxy.passed()).extracting(Passed::uri).containsExactly(URI.create(HIDDEN + "/"));
    assertThat(proxy.passed()).extracting(Passed::tenant).containsExactly("t1");
    assertThat(proxy.passed().get(0).userAgent())
        .startsWith("mine, Hadoop " + VersionInfo.getVersion());
  }

  @Test
  void aProxyThatIsHalfSetIsRefusedAtTheStart() {
    conf.set("fs.s3a.proxy.port", "8080");
    assertThatThrownBy(() -> fs.initialize(URI.create("s3a://b1"), conf))
        .isInstanceOf(IOException.class)
        .hasMessage("fs.s3a.proxy.port = '8080' without fs.s3a.proxy.host: set both, or neither");
  }
}
