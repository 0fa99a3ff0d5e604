package io.rolecall.s3a;

import io.rolecall.testing.FakeStore;
import io.rolecall.testing.FakeSts;
import java.net.URI;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** One request of a routed file system, by whoever loads this class. */
public final class OneRequest implements Callable<String> {

  private final String isolation;

  /**
   * A request that is not sent yet.
   *
   * @param isolation the value of {@code fs.s3a.classloader.isolation}; empty: not set
   */
  public OneRequest(String isolation) {
    this.isolation = isolation;
  }

  /** The requests that the store saw. */
  @Override
  public String call() throws Exception {
    try (FakeSts sts = new FakeSts();
        FakeStore store = new FakeStore();
        RolecallFileSystem fs = new RolecallFileSystem()) {
      Configuration conf = new Configuration();
      sts.reach(conf);
      conf.set("fs.s3a.endpoint", "http://" + store.authority());
      conf.set("fs.s3a.endpoint.region", "eu-west-1");
      conf.set("fs.s3a.path.style.access", "true");
      conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
      if (!isolation.isEmpty()) {
        conf.set("fs.s3a.classloader.isolation", isolation);
      }
      fs.initialize(URI.create("s3a://b1"), conf);
      fs.getS3AInternals().getObjectMetadata(new Path("s3a://b1/x"));
      return store.requests().toString();
    }
  }
}
