package io.rolecall.contract;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.policy.Questions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts one {@link LocalAws} for all tests of this process, before the first of them, and tells
 * {@code core-site.xml} about it by system properties.
 *
 * <p>The bucket and the role belong to one account. Plain S3A uses the key of a user of that
 * account. Rolecall uses that of a user elsewhere, who may do nothing but assume the role.
 */
public final class LocalWorld implements LauncherSessionListener {

  /** The bucket that everything happens in. */
  public static final String BUCKET = "contract";

  private static final String ACCESS_LOG = "rolecall.contract.access.log";
  private static final String OWNER = "222222222222";
  private static final String ME = "arn:aws:iam::111111111111:user/me";

  /** What policies are asked, for {@code UnusedParts} to be asked again. */
  private static final Questions QUESTIONS = new Questions();

  private static @Nullable LocalAws aws;

  /** For JUnit. */
  public LocalWorld() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    // Unit tests need no world. Maven's plug-in may open several sessions in one process.
    if (System.getProperty(ACCESS_LOG) != null) {
      aws();
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (System.getProperty(ACCESS_LOG) != null) {
      try {
        QUESTIONS.write(Path.of(System.getProperty(ACCESS_LOG)).resolveSibling("questions.jsonl"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The world of this process. */
  static synchronized LocalAws aws() {
    if (aws == null) {
      try {
        aws = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return aws;
  }

  private static LocalAws start() throws IOException {
    LocalAws started =
        new LocalAwsBuilder()
            .account("111111111111", account -> account.user("me"))
            .account(
                OWNER,
                account ->
                    account
                        .bucket(BUCKET)
                        .user("plain", user -> user.readWrite(BUCKET))
                        .role(BUCKET, role -> role.trusts(ME).readWrite(BUCKET)))
            .accessLogFile(accessLog())
            .questions(QUESTIONS)
            .start();
    AccessKey plain = started.credentialsOf(OWNER, "plain");
    AccessKey base = started.credentialsOf("111111111111", "me");
    System.setProperty("localaws.endpoint", started.endpoint().toString());
    System.setProperty("localaws.owner.access.key", plain.accessKeyId());
    System.setProperty("localaws.owner.secret.key", plain.secretAccessKey());
    System.setProperty("localaws.base.access.key", base.accessKeyId());
    System.setProperty("localaws.base.secret.key", base.secretAccessKey());
    return started;
  }

  private static Path accessLog() throws IOException {
    Path log = Path.of(System.getProperty(ACCESS_LOG));
    Files.createDirectories(log.getParent());
    // What an earlier run left.
    Files.deleteIfExists(log);
    return log;
  }
}
