package io.rolecall.cli.iam;

import io.rolecall.cli.options.OutputOptions;
import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.policy.BasePolicies;
import io.rolecall.iam.policy.BucketPolicy;
import io.rolecall.iam.policy.KeyPolicy;
import io.rolecall.iam.policy.RolePolicies;

/** What an account's owner sets, for people: the policies as IAM takes them. */
final class IamText {

  private final StringBuilder text = new StringBuilder();

  private IamText() {}

  static String of(AccountPolicies owner) {
    IamText written = new IamText();
    written.text.append("account ").append(owner.account()).append('\n');
    owner.roles().forEach(written::add);
    if (owner.baseIdentity() != null) {
      written.add(owner.baseIdentity());
    }
    owner.buckets().forEach(written::add);
    owner.keys().forEach(written::add);
    return written.text.toString();
  }

  private void add(RolePolicies role) {
    text.append("\nrole ").append(role.role()).append('\n');
    text.append("MaxSessionDuration: ").append(role.maxSessionDurationSeconds());
    text.append(" s or more\ntrust policy:\n").append(OutputOptions.toJson(role.trustPolicy()));
    text.append('\n');
    if (role.permissions() == null) {
      text.append("permissions: none\n");
    } else {
      text.append("permissions:\n").append(OutputOptions.toJson(role.permissions())).append('\n');
    }
  }

  private void add(BasePolicies base) {
    text.append("\nbase identity ").append(base.principal()).append('\n');
    if (base.permissions() == null) {
      text.append("permissions: none; the roles of its own account name it\n");
    } else {
      text.append("permissions:\n").append(OutputOptions.toJson(base.permissions())).append('\n');
    }
  }

  private void add(BucketPolicy bucket) {
    text.append("\nbucket ").append(bucket.bucket());
    text.append("\npolicy, or statements to add to the one that it has:\n");
    text.append(OutputOptions.toJson(bucket.policy())).append('\n');
  }

  private void add(KeyPolicy key) {
    text.append("\nkey ").append(key.key());
    text.append("\nstatements to add to its policy:\n");
    text.append(OutputOptions.toJson(key.statements())).append('\n');
  }
}
