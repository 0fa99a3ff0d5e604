package io.rolecall.iam.page;

import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.policy.BucketPolicy;
import io.rolecall.iam.policy.KeyPolicy;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.iam.policy.RolePolicies;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tables of what owners set: whom roles trust, and who uses buckets and keys of others. */
final class OwnerTables {

  private final Markup page;

  OwnerTables(Markup page) {
    this.page = page;
  }

  void roles(Collection<AccountPolicies> owners) {
    Tables.open(
        page,
        "roles",
        List.of("Role", "Trusts", "External id", "May pass", "Maximum session duration"));
    for (AccountPolicies owner : owners) {
      for (RolePolicies role : owner.roles()) {
        List<Trust> trusts = Trust.of(role);
        for (int i = 0; i < trusts.size(); i++) {
          page.open("tr");
          if (i == 0) {
            page.open("th", "scope", "rowgroup", "rowspan", trusts.size())
                .name(role.role())
                .close();
          }
          trust(trusts.get(i));
          if (i == 0) {
            page.text(
                "td",
                "at least " + Words.of(Duration.ofSeconds(role.maxSessionDurationSeconds())),
                "rowspan",
                trusts.size());
          }
          page.closeLine();
        }
      }
    }
    Tables.close(page);
  }

  private void trust(Trust trust) {
    page.open("td").name(trust.caller());
    trust
        .claims()
        .forEach(
            (key, value) -> Tables.small(page, "with ").name(key).text(" ").name(value).close());
    page.close().text("td", trust.externalId().words());
    page.open("td");
    if (!trust.tags().isEmpty()) {
      page.text(trust.tags().size() == 1 ? "tag " : "tags ");
      Tables.names(page, trust.tags());
    }
    if (trust.sourceIdentity()) {
      page.text(trust.tags().isEmpty() ? "" : "; ").text("source identity");
    }
    if (trust.tags().isEmpty() && !trust.sourceIdentity()) {
      page.text("nothing");
    }
    page.close();
  }

  static boolean hasForeign(Collection<AccountPolicies> owners) {
    return owners.stream().anyMatch(owner -> !owner.buckets().isEmpty() || !owner.keys().isEmpty());
  }

  void foreign(Collection<AccountPolicies> owners) {
    Tables.open(page, "foreign", List.of("Bucket or key", "Account", "Its policy names"));
    for (AccountPolicies owner : owners) {
      for (BucketPolicy bucket : owner.buckets()) {
        row("bucket ", bucket.bucket(), owner.account(), bucket.policy().statements());
      }
      for (KeyPolicy key : owner.keys()) {
        row("KMS key ", key.key(), owner.account(), key.statements());
      }
    }
    Tables.close(page);
  }

  private void row(String what, String name, String account, List<PolicyStatement> statements) {
    Set<String> named = new LinkedHashSet<>();
    statements.forEach(statement -> named.addAll(statement.principal().values()));
    page.open("tr").open("th", "scope", "row").text(what).name(name).close();
    page.open("td").name(account).close().open("td").open("ul");
    named.forEach(principal -> page.open("li").name(principal).close());
    page.close().close().closeLine();
  }
}
