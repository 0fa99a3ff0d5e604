package io.rolecall.supply.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileFilesTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path working;

  private static Map<String, String> environment(String folder) {
    return new HashMap<>(
        Map.of(
            "AWS_CONFIG_FILE", folder + ".rolecall/" + SECRET + "/aws-config",
            "AWS_SHARED_CREDENTIALS_FILE", folder + ".rolecall/" + SECRET + "/aws-credentials",
            "AWS_SDK_LOAD_CONFIG", "1"));
  }

  /** Else who knows where a program goes could put there what it looks for. */
  @Test
  void wherePathsAreRelativeTheyHaveAPartThatNobodyKnows() {
    Map<String, String> variables = ProfileFiles.variables("");
    assertThat(variables)
        .containsOnlyKeys("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_SDK_LOAD_CONFIG")
        .isNotEqualTo(ProfileFiles.variables(""));
    assertThat(variables.get("AWS_CONFIG_FILE")).matches("\\.rolecall/[0-9a-f]{32}/aws-config");
    assertThat(ProfileFiles.variables("{{PWD}}").get("AWS_SHARED_CREDENTIALS_FILE"))
        .matches("\\{\\{PWD}}/\\.rolecall/[0-9a-f]{32}/aws-credentials");
  }

  @Test
  void thePartIsInNoListThatOthersRead() throws Exception {
    ProfileFiles files = ProfileFiles.of(environment(""), working);
    files.make();
    files.write("script", "profiles");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(working.resolve(".rolecall"))))
        .isEqualTo("rwx------");
    assertThat(working.resolve(".rolecall").resolve(SECRET).resolve("aws-config"))
        .hasContent("profiles");
    assertThat(files.script())
        .hasContent("script")
        .isEqualTo(working.toRealPath().resolve(".rolecall/session"));
    assertThat(files).asString().doesNotContain(SECRET);
    files.remove();
    files.remove();
    assertThat(working).isEmptyDirectory();
  }

  @Test
  void theyMayBeNamedByThePathOfTheWorkingFolder() throws Exception {
    Path link = Files.createSymbolicLink(working.resolve("link"), working);
    for (String folder : List.of("", working + "/", link + "/")) {
      assertThat(ProfileFiles.of(environment(folder), working).folder())
          .isEqualTo(working.toRealPath().resolve(".rolecall"));
    }
  }

  /** A profile of that name in another file would be another identity. */
  @ParameterizedTest
  @CsvSource({
    "/etc/aws/config, = '/etc/aws/config'",
    ".rolecall/aws-config, = '.rolecall/aws-config'",
    "/tmp/.rolecall/SECRET/aws-config, = '/tmp/.rolecall/…/aws-config'",
    "/no/such/.rolecall/SECRET/aws-config, = '/no/such/.rolecall/…/aws-config'",
    "x/.rolecall/SECRET/aws-config, = 'x/.rolecall/…/aws-config'",
    "{{PWD}}/.rolecall/SECRET/aws-config, = '{{PWD}}/.rolecall/…/aws-config'",
    "$PWD/.rolecall/SECRET/aws-config, = '$PWD/.rolecall/…/aws-config'",
    "/.rolecall/SECRET/aws-config, = '/.rolecall/…/aws-config'",
    ".rolecall/SECRET/aws-credentials, = '.rolecall/…/aws-credentials'",
    ", is not set"
  })
  void programsThatWouldLookElsewhereStartNoExecutor(@Nullable String value, String found)
      throws IOException {
    assertRefused("AWS_CONFIG_FILE", value, found);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_SHARED_CREDENTIALS_FILE, .rolecall/0000/aws-credentials, = '.rolecall/0000/aws-credentials'",
    "AWS_SHARED_CREDENTIALS_FILE, , is not set",
    "AWS_SDK_LOAD_CONFIG, 0, = '0'"
  })
  void allHaveToFit(String name, @Nullable String value, String found) throws IOException {
    assertRefused(name, value, found);
  }

  private void assertRefused(String name, @Nullable String value, String found) throws IOException {
    Map<String, String> environment = environment("");
    Path folder = working.toRealPath().resolve(".rolecall");
    if (value == null) {
      environment.remove(name);
    } else {
      environment.put(name, value.replace("SECRET", SECRET));
    }
    assertThatThrownBy(() -> ProfileFiles.of(environment, working))
        .isInstanceOf(IOException.class)
        .hasMessage(
            name
                + " "
                + found
                + " in this executor's environment, so that its programs would not find their"
                + " profiles, which are in "
                + folder
                + ". The driver sets spark.executorEnv."
                + name
                + ": does something on this machine set it otherwise, or does the cluster manager"
                + " not pass it on? Without profiles, leave out fs.s3a.rolecall.executor.sessions");
  }

  @Test
  void whatAnEarlierApplicationSaidIsKnown() {
    for (String folder : List.of("", "{{PWD}}")) {
      ProfileFiles.variables(folder)
          .forEach((name, value) -> assertThat(ProfileFiles.isOurs(name, value)).isTrue());
    }
    assertThat(ProfileFiles.isOurs("AWS_CONFIG_FILE", "/etc/aws")).isFalse();
    assertThat(ProfileFiles.isOurs("AWS_CONFIG_FILE", ".rolecall/aws-config")).isFalse();
    assertThat(ProfileFiles.isOurs("AWS_SDK_LOAD_CONFIG", "0")).isFalse();
  }
}
