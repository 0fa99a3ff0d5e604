package io.rolecall.cli;

import io.rolecall.cli.Verdict.Kind;
import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.testing.FakeStore;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a job does: opens a file system, sends a request, and looks who signed it. */
final class JobVerdict {

  private final FakeSts sts;
  private final FakeStore store;

  JobVerdict(FakeSts sts, FakeStore store) {
    this.sts = sts;
    this.store = store;
  }

  Verdict of(RandomSetup setup) throws IOException, InterruptedException {
    return UserGroupInformation.createUserForTesting(
            setup.user(), setup.groups().toArray(String[]::new))
        .doAs(
            (PrivilegedExceptionAction<Verdict>)
                () -> of(setup.configuration(), URI.create(setup.location())));
  }

  private Verdict of(Configuration conf, URI location) throws IOException {
    try (RolecallFileSystem fs = new RolecallFileSystem()) {
      fs.initialize(URI.create("s3a://" + location.getHost()), conf);
      return sent(fs.getS3AInternals().getAmazonS3Client("test"), location);
    } catch (AccessDeniedException e) {
      return refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Verdict(Kind.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private Verdict sent(S3Client s3, URI location) {
    int before = store.requests().size();
    try {
      s3.headObject(
          request -> request.bucket(location.getHost()).key(location.getPath().substring(1)));
    } catch (S3Exception e) {
      return refused(String.valueOf(e.getMessage()));
    } catch (SdkException e) {
      // The answer misses something; the request was sent before.
    }
    List<String> requests = store.requests();
    if (requests.size() != before + 1) {
      throw new AssertionError("sent " + requests.subList(before, requests.size()));
    }
    String signer = requests.get(before).replaceAll(".* by ", "");
    if (signer.equals("null")) {
      return Verdict.of(Kind.ANONYMOUS);
    }
    if (signer.equals("base-key")) {
      return Verdict.of(Kind.BASE);
    }
    FakeSts.Call minted = sts.calls().get(Integer.parseInt(signer.replace("key-", "")) - 1);
    return Verdict.role(minted.parameter("RoleArn"), minted.parameter("RoleSessionName"));
  }

  private static Verdict refused(String message) {
    if (message.contains("no route")) {
      return Verdict.of(Kind.NO_ROUTE);
    }
    if (message.contains("is routed for") || message.contains(" is closed to this user: ")) {
      return new Verdict(Kind.CLOSED, message.replaceAll(" \\(Service: .*", ""));
    }
    if (message.contains("/no/such/file")) {
      return Verdict.of(Kind.NO_CREDENTIALS);
    }
    if (message.contains("STS refused ")) {
      return new Verdict(Kind.DENIED, message.replaceAll("(?s).*STS refused (\\S+).*", "$1"));
    }
    throw new AssertionError("an unknown refusal: " + message);
  }
}
