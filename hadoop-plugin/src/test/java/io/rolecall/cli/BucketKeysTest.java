package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors name the key that the user wrote: the bucket's own, or that of all buckets. */
class BucketKeysTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

  @TempDir private Path folder;

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

  /**
   * Settings, and what is wrong with them; {@code {}} is what the names of their keys begin with.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "proxy.port=x | {}proxy.port = 'x': expected a port",
        "proxy.port=8080 | {}proxy.port = '8080' without {}proxy.host: set both, or neither",
        "proxy.host=[x | {}proxy.host = '[x': expected the name or the address of a host",
        "proxy.host=p proxy.username=u | {}proxy.username is set but {}proxy.password is not: set"
            + " both, or neither for a proxy that asks for no login",
        "proxy.host=p proxy.password=u | {}proxy.password is set but {}proxy.username is not: set"
            + " both, or neither for a proxy that asks for no login",
        "client.sts.custom.headers=who | {}client.sts.custom.headers: expected"
            + " name=value;value,name=value",
        "access.key=a | {}access.key is set but {}secret.key is not: set both, or neither to use the"
            + " SDK's default chain",
        "secret.key=a | {}secret.key is set but {}access.key is not: set both, or neither to use the"
            + " SDK's default chain",
        "rolecall.base.identity=keys | neither fs.s3a.access.key nor fs.s3a.secret.key is set; set"
            + " both (best in a file of hadoop.security.credential.provider.path), or choose another"
            + " {}rolecall.base.identity",
        "rolecall.process=executor | {}rolecall.process = 'executor': an executor mints no sessions;"
            + " run this where the driver runs",
      })
  void areNamedWhereNoKeyOfRolecallsReadsThem(String settings, String message) throws IOException {
    for (String prefix : new String[] {"fs.s3a.", "fs.s3a.bucket.b1."}) {
      Configuration conf = new Configuration(false);
      conf.set(prefix + "assumed.role.arn", ROLE);
      for (String one : settings.split(" ")) {
        conf.set(prefix + one.split("=")[0], one.split("=")[1]);
      }
      // Not on the command line, where the command takes no secrets.
      Path file = folder.resolve(prefix + "xml");
      try (OutputStream out = Files.newOutputStream(file)) {
        conf.writeXml(out);
      }
      CommandRun run = new CommandRun.Setting().file(file).run("credentials", "s3a://b1", "--json");
      assertThat(run.err()).isEqualTo("rolecall: " + message.replace("{}", prefix) + "\n");
      assertThat(run.exitCode()).isEqualTo(3);
    }
  }
}
