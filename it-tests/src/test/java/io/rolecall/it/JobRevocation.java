package io.rolecall.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.OwnersDocuments;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * What the owners of the three accounts do with the answer of {@code rolecall iam revoke} while the
 * job runs, and undo again.
 */
final class JobRevocation {

  private static final String NAME = "rolecall-revoked";

  private final LocalAws aws;
  private final List<Owner> owners;

  /**
   * The owner of one role.
   *
   * @param role its ARN
   * @param trusts its trust policy
   * @param trustsAfter the same with what ends the job
   * @param deniesAfter the policy that ends its sessions
   */
  private record Owner(String role, String trusts, String trustsAfter, String deniesAfter) {}

  private JobRevocation(LocalAws aws, List<Owner> owners) {
    this.aws = aws;
    this.owners = List.copyOf(owners);
  }

  /** Asks the command for a job of this user in the three accounts; nothing is set yet. */
  static JobRevocation ofJob(LocalAws aws, String id) throws IOException, InterruptedException {
    Workplace place = Workplace.ofThisProject();
    List<String> question = new ArrayList<>(List.of("revoke", "--job=" + id));
    question.add("--user=" + UserGroupInformation.getCurrentUser().getShortUserName());
    ThreeAccounts.question().stream()
        .filter(argument -> argument.startsWith("--conf="))
        .forEach(question::add);
    JsonNode revoked =
        new JsonMapper().readTree(OwnersDocuments.written(place, question).json()).get("roles");
    JsonNode documents = new JsonMapper().readTree(ThreeAccounts.documents(place).json());
    List<Owner> owners = new ArrayList<>();
    for (JsonNode end : revoked) {
      for (JsonNode role : documents.findParents("trustPolicy")) {
        if (role.get("role").equals(end.get("role"))) {
          ObjectNode trust = role.get("trustPolicy").deepCopy();
          end.get("trust").forEach(((ArrayNode) trust.get("Statement"))::add);
          owners.add(
              new Owner(
                  end.get("role").asText(),
                  role.get("trustPolicy").toString(),
                  trust.toString(),
                  end.get("permissions").toString()));
        }
      }
    }
    if (owners.size() != ThreeAccounts.roles().size()) {
      throw new IllegalStateException("not of each role: " + revoked);
    }
    return new JobRevocation(aws, owners);
  }

  /** The sessions that there are may do nothing any more. */
  void denyAll() {
    owners.forEach(owner -> aws.policiesOf(owner.role).put(NAME, owner.deniesAfter));
  }

  /** There are no further sessions. */
  void trustNoLonger() {
    owners.forEach(owner -> aws.policiesOf(owner.role).updateTrust(owner.trustsAfter));
  }

  /** Takes out what {@link #denyAll} has set. */
  void denyNothing() {
    owners.forEach(owner -> aws.policiesOf(owner.role).delete(NAME));
  }

  /** Takes out what {@link #trustNoLonger} has set. */
  void trustAgain() {
    owners.forEach(owner -> aws.policiesOf(owner.role).updateTrust(owner.trusts));
  }
}
