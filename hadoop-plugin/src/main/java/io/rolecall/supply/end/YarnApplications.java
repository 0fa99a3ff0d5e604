package io.rolecall.supply.end;

import io.rolecall.failure.FileFailure;
import io.rolecall.process.InterruptFlag;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** The applications of the cluster that a configuration names, asked as the current user. */
final class YarnApplications implements Applications {

  private static final Set<YarnApplicationState> ENDED =
      Set.of(
          YarnApplicationState.FINISHED, YarnApplicationState.FAILED, YarnApplicationState.KILLED);

  private final YarnClient client;
  private final UserGroupInformation user;

  private YarnApplications(YarnClient client, UserGroupInformation user) {
    this.client = client;
    this.user = user;
  }

  /**
   * A client of the cluster; asks nothing yet.
   *
   * @throws IOException if the current user cannot be determined
   */
  static Applications open(Configuration conf) throws IOException {
    YarnConfiguration own = new YarnConfiguration(conf);
    // Who asks comes back by himself; YARN's client would try for a quarter of an hour.
    own.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 20_000);
    own.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 2_000);
    YarnClient client = YarnClient.createYarnClient();
    client.init(own);
    client.start();
    return new YarnApplications(client, UserGroupInformation.getCurrentUser());
  }

  @Override
  public List<Application> find(String name) throws IOException {
    List<ApplicationReport> reports;
    try {
      reports =
          user.doAs(
              (PrivilegedExceptionAction<List<ApplicationReport>>)
                  () -> ApplicationEnd.isId(name) ? byId(name) : byTag(name));
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      throw new IOException(FileFailure.reason(e), e);
    }
    return reports.stream().map(YarnApplications::application).toList();
  }

  private static Application application(ApplicationReport report) {
    return new Application(
        report.getApplicationId().toString(),
        report.getUser(),
        ENDED.contains(report.getYarnApplicationState()));
  }

  private List<ApplicationReport> byId(String name) throws IOException {
    try {
      return List.of(client.getApplicationReport(ApplicationId.fromString(name)));
    } catch (ApplicationNotFoundException e) {
      return List.of();
    } catch (YarnException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private List<ApplicationReport> byTag(String name) throws IOException {
    try {
      return client.getApplications(null, null, Set.of(name));
    } catch (YarnException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public String user() {
    return user.getShortUserName();
  }

  @Override
  public void close() {
    client.stop();
  }
}
