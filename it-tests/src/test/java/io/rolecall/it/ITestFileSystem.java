package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.AccessKey;
import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.ThreeAccounts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class ITestFileSystem {

  @Test
  void smoke() throws Exception {
    try (LocalAws aws = ThreeAccounts.world().start()) {
      Configuration conf = new Configuration();
      AccessKey key = aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER);
      conf.set("fs.s3a.access.key", key.accessKeyId());
      conf.set("fs.s3a.secret.key", key.secretAccessKey());
      conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
      conf.set("fs.s3a.endpoint", aws.endpoint().toString());
      conf.set("fs.s3a.endpoint.region", "us-east-1");
      conf.set("fs.s3a.path.style.access", "true");
      conf.set("fs.s3a.assumed.role.sts.endpoint", aws.endpoint().toString());
      conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
      conf.set("fs.s3a.assumed.role.session.duration", "5s");
      conf.set(
          "fs.s3a.bucket." + ThreeAccounts.JOB_BUCKET + ".assumed.role.arn",
          ThreeAccounts.JOB_ROLE);
      FileSystem fs =
          FileSystem.newInstance(URI.create("s3a://" + ThreeAccounts.JOB_BUCKET + "/"), conf);
      Path file = new Path("s3a://" + ThreeAccounts.JOB_BUCKET + "/a/b.txt");
      long end = System.currentTimeMillis() + 12000;
      int n = 0;
      while (System.currentTimeMillis() < end) {
        try (FSDataOutputStream out = fs.create(file, true)) {
          out.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(fs.getFileStatus(file).getLen()).isEqualTo(5);
        n++;
      }
      System.out.println("ops " + n);
      aws.log().sts().forEach(System.out::println);
      System.out.println(
          aws.log().entries().size()
              + " failed: "
              + aws.log().entries().stream()
                  .filter(e -> e.status() >= 400 && e.status() != 404)
                  .toList());
      fs.close();
    }
  }
}
