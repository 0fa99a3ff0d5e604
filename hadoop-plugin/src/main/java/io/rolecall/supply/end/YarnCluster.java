package io.rolecall.supply.end;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The YARN cluster of a configuration, by YARN's own client, where that is on the class path.
 *
 * @param conf the configuration
 */
public record YarnCluster(Configuration conf) implements Applications.Cluster {

  @Override
  public Applications open() throws IOException {
    try {
      return YarnApplications.open(conf);
    } catch (LinkageError e) {
      throw new IOException(
          "--until-application: YARN's client is not on the class path ("
              + e.getMessage()
              + " is missing). Add hadoop-yarn-client with what it needs, or hadoop-client-api and"
              + " hadoop-client-runtime",
          e);
    }
  }
}
