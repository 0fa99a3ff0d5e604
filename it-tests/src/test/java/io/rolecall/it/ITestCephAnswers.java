package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.ceph.CephRgw;
import io.rolecall.ceph.RgwAccounts;
import io.rolecall.ceph.WithCeph;
import io.rolecall.localaws.Clients;
import io.rolecall.localaws.ComparedStore;
import io.rolecall.localaws.GateFixture;
import io.rolecall.localaws.TestWorld;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The same requests to LocalAws, which answers as AWS does, and to Ceph's gateway. What they answer
 * stands side by side in the guide, and this test holds it to that.
 */
@WithCeph
final class ITestCephAnswers {

  private static final String HEADING = "| request | AWS (LocalAws) | Ceph |";

  @Test
  void theGuideTellsHowTheAnswersDiffer(CephRgw gateway) throws Exception {
    Map<String, String> ceph = ceph(gateway).answers();
    Map<String, String> aws;
    try (GateFixture gate = new GateFixture()) {
      aws = new ComparedStore(gate.aws.endpoint(), gate.submitter, TestWorld.DATA).answers();
    }
    List<String> table = new ArrayList<>(List.of(HEADING, "|---|---|---|"));
    aws.forEach(
        (request, answer) -> {
          String other = ceph.get(request);
          table.add(
              "| %s | %s | %s |"
                  .formatted(request, answer, answer.equals(other) ? "the same" : other));
        });
    table.forEach(System.out::println);
    assertThat(guide()).isEqualTo(table);
  }

  private static List<String> guide() throws IOException {
    List<String> lines =
        Files.readAllLines(Workplace.ofThisProject().root().resolve("docs/guides/ceph.md"));
    int start = lines.indexOf(HEADING);
    assertThat(start).as("where the guide has '%s'", HEADING).isNotNegative();
    return lines.subList(start, lines.size()).stream()
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  private static ComparedStore ceph(CephRgw gateway) throws IOException {
    String mine = "555555555555";
    String theirs = "666666666666";
    RgwAccounts accounts = new RgwAccounts(gateway);
    AwsCredentials me = Clients.credentials(accounts.user(mine, "submitter"));
    String trusted = "arn:aws:iam::" + mine + ":user/submitter";
    accounts.role(theirs, "reader", trusted, RgwAccounts.read("data", ""));
    accounts.role(theirs, "writer", trusted, RgwAccounts.readWrite("data", ""));
    accounts.role(
        theirs, "chained", "arn:aws:iam::" + mine + ":role/job", RgwAccounts.read("data", ""));
    ComparedStore store = new ComparedStore(gateway.endpoint(), me, theirs);
    try (S3Client owner =
        new Clients(gateway.endpoint()).s3(Clients.credentials(accounts.user(theirs, "owner")))) {
      owner.createBucket(create -> create.bucket("data"));
    }
    String put = store.put(store.session("writer", 900));
    assertThat(put).isEqualTo("200");
    return store;
  }
}
