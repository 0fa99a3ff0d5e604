package io.rolecall.cli;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.routes.HadoopUser;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom and which job sessions are for: what {@code {user}} and {@code {job}} stand for. */
final class UserOptions {

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

  /** The Hadoop user. */
  String user() throws CommandFailure {
    if (user != null) {
      return user;
    }
    try {
      return UserGroupInformation.getCurrentUser().getShortUserName();
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the current Hadoop user cannot be told: " + e.getMessage() + ". Name one with --user",
          e);
    }
  }

  /** Whom routes are chosen for, with the groups that the job's configuration maps to them. */
  HadoopUser caller(Configuration conf) throws CommandFailure {
    return HadoopUser.of(user(), conf);
  }

  /** The job's id, as far as it is known. */
  Optional<String> job(RolecallConfig config) {
    return Optional.ofNullable(job).or(() -> config.find(RolecallKeys.JOB_ID));
  }
}
