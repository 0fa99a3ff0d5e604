package io.rolecall.cli.options;

import io.rolecall.config.RolecallKeys;
import io.rolecall.failure.FileFailure;
import io.rolecall.routes.HadoopUser;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom and which job sessions are for: what {@code {user}} and {@code {job}} stand for. */
public final class UserOptions {

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The Hadoop user. Default: the current one.")
  private @Nullable String user;

  @Option(
      names = "--job",
      paramLabel = "ID",
      description = "The job's id. Default: fs.s3a.rolecall.job.id, if it is set.")
  private @Nullable String job;

  /** For picocli. */
  public UserOptions() {}

  /**
   * Whether the command line says which user.
   *
   * @return false if it is the current one
   */
  public boolean isUserNamed() {
    return user != null;
  }

  private static UserGroupInformation current() throws CommandFailure {
    try {
      return UserGroupInformation.getCurrentUser();
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the current Hadoop user cannot be determined: "
              + FileFailure.reason(e)
              + ". Name one with --user",
          e);
    }
  }

  /**
   * Whom routes are chosen for, with the groups that the job's configuration maps to them.
   *
   * @param conf the job's configuration
   * @return the user; the current one has proven no more than a job of theirs would have
   * @throws CommandFailure if the current user cannot be determined
   */
  public HadoopUser caller(Configuration conf) throws CommandFailure {
    return user != null ? HadoopUser.of(user, conf) : HadoopUser.of(current(), conf);
  }

  /**
   * Names the job, if the command line does.
   *
   * @param conf the job's configuration, which is changed
   */
  public void nameJob(Configuration conf) {
    if (job != null) {
      conf.set(RolecallKeys.JOB_ID.name(), job, "--job");
    }
  }
}
