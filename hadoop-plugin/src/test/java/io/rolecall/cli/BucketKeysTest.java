package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors name the key that the user wrote: the bucket's own, or that of all buckets. */
class BucketKeysTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assumed.role.arn | reader | = 'reader': 'reader' is not a role ARN",
        "assumed.role.session.duration | soon | = 'soon': expected a duration",
        "assumed.role.session.duration | 13h | = 'arn",
        "rolecall.session.tags | who | = 'who': expected key=value,key=value",
        "rolecall.base.identity | nobody | = 'nobody': ",
        "rolecall.renewal.lead | x | = 'x': expected a whole number from 0 to 99",
        "rolecall.renewal.lead | 0 | = 0 and fs.s3a.rolecall.renewal.jitter = ",
        "rolecall.routes | {} | : no 'version'",
        "rolecall.routes.file | /no/such/file | = '/no/such/file': cannot be read: there is no such",
        "rolecall.process | nothing | = 'nothing': ",
      })
  void areNamedAsTheyWereWritten(String key, String value, String message) {
    for (String prefix : new String[] {"fs.s3a.", "fs.s3a.bucket.b1."}) {
      CommandRun.Setting setting = new CommandRun.Setting();
      if (!key.equals("assumed.role.arn")) {
        setting.conf(prefix + "assumed.role.arn", ROLE);
      }
      String named =
          key.equals("assumed.role.session.duration") && value.equals("13h")
              ? "assumed.role.arn"
              : key;
      CommandRun run = setting.conf(prefix + key, value).run("credentials", "s3a://b1", "--json");
      assertThat(run.err()).startsWith("rolecall: " + prefix + named).contains(message);
      assertThat(run.exitCode()).isEqualTo(3);
    }
  }
}
