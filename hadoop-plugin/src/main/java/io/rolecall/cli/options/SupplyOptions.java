package io.rolecall.cli.options;

import io.rolecall.config.RolecallKeys;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What tokens are minted for. */
public final class SupplyOptions {

  @Option(
      names = "--for",
      paramLabel = "LOCATION",
      converter = LocationConverter.class,
      description = {
        "A location that tokens are made for, s3a://bucket or",
        "s3a://bucket/prefix. May be repeated. Default: those of",
        "fs.s3a.rolecall.token.locations, else all that are routed."
      })
  private List<S3Location> locations = new ArrayList<>();

  @Option(
      names = "--job",
      paramLabel = "ID",
      description = {
        "The job's id. Default: fs.s3a.rolecall.job.id, if it is set,",
        "else that of the tokens in the file, else one that is made up."
      })
  private @Nullable String job;

  /** For picocli. */
  public SupplyOptions() {}

  /**
   * The locations.
   *
   * @return the locations; empty for the default
   */
  public List<S3Location> locations() {
    return List.copyOf(locations);
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
