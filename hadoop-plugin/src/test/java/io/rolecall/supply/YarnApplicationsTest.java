package io.rolecall.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.impl.YarnClientImpl;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;

class YarnApplicationsTest {

  private static ApplicationReport application(int number, String user) {
    ApplicationReport report = Records.newRecord(ApplicationReport.class);
    report.setApplicationId(ApplicationId.newInstance(1_700_000_000_000L, number));
    report.setUser(user);
    report.setYarnApplicationState(YarnApplicationState.FINISHED);
    return report;
  }

  /** Else whoever guesses a tag ends a job's supply, or prolongs it. */
  @Test
  void anotherUsersApplicationsAreNoneOfTheTag() throws IOException {
    YarnClientImpl cluster =
        new YarnClientImpl() {
          @Override
          public List<ApplicationReport> getApplications(
              Set<String> types, EnumSet<YarnApplicationState> states, Set<String> tags) {
            return List.of(application(1, "mallory"), application(2, "alice"));
          }
        };
    Applications found =
        new YarnApplications(cluster, UserGroupInformation.createRemoteUser("alice"));
    assertThat(found.find("nightly")).isEqualTo(Map.of("application_1700000000000_0002", true));
  }
}
