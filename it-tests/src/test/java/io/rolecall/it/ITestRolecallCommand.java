package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as users start it: the script, as a process. */
@Tag("commands")
class ITestRolecallCommand {

  private static final String ROLE = "arn:aws:iam::222222222222:role/flights-reader";

  @TempDir Path scratch;

  private RolecallScript script() throws IOException {
    Configuration conf = new Configuration(false);
    S3Conf.role(conf, "partner-flights", ROLE);
    return new RolecallScript(scratch).configuration(conf);
  }

  private static void assertExplains(FinishedProcess result) {
    assertThat(result.out()).contains("role             " + ROLE + "\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void worksWithAClassPath() throws Exception {
    assertExplains(script().run("explain", "s3a://partner-flights/2001"));
  }

  @Test
  void worksWithAHadoopInstallation() throws Exception {
    Path bin = Files.createDirectories(scratch.resolve("hadoop").resolve("bin"));
    Path hadoop =
        Files.writeString(
            bin.resolve("hadoop"),
            """
            #!/bin/sh
            # Hadoop leaves hadoop-aws out unless it is asked for.
            [ "$1" = classpath ] && [ "$HADOOP_OPTIONAL_TOOLS" = hadoop-aws ] && echo "$JARS"
            """);
    Files.setPosixFilePermissions(hadoop, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertExplains(
        script()
            .environment("ROLECALL_CLASSPATH", null)
            .environment("HADOOP_HOME", scratch.resolve("hadoop").toString())
            .environment("JARS", RolecallScript.hadoopClassPath())
            .run("explain", "s3a://partner-flights/2001"));
  }

  @Test
  void worksWithASparkInstallation() throws Exception {
    assertExplains(
        script()
            .environment("ROLECALL_CLASSPATH", null)
            .environment("SPARK_HOME", Workplace.ofThisProject().sparkHome().path().toString())
            .run("explain", "s3a://partner-flights/2001"));
  }

  @Test
  void worksWithHadoopsJarCommand() throws Exception {
    // What "hadoop jar" does: the class that the manifest names.
    Path jar = Workplace.ofThisProject().pluginJar();
    try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.rolecall.cli.RolecallCommand");
    }
  }

  @Test
  void withoutAClassPathSaysWhatToSet() throws Exception {
    FinishedProcess result =
        script().environment("ROLECALL_CLASSPATH", null).run("explain", "s3a://partner-flights");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo(
            "rolecall: no class path: set HADOOP_HOME or SPARK_HOME, or ROLECALL_CLASSPATH to the jars"
                + " of Hadoop, hadoop-aws and the AWS SDK\n");
  }

  @Test
  void withoutItsJarSaysWhereToPutIt() throws Exception {
    FinishedProcess result = script().environment("ROLECALL_JAR", "/no/such.jar").run("routes");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo(
            "rolecall: Rolecall's jar is not there (/no/such.jar): put it beside this script, or name it"
                + " in ROLECALL_JAR\n");
  }

  @Test
  void itsExitCodeIsTheCommands() throws Exception {
    assertThat(script().run("explain", "s3a://elsewhere").exitCode()).isEqualTo(3);
    assertThat(script().run("explain").exitCode()).isEqualTo(2);
  }

  @Test
  void standardOutputHoldsTheAnswerAlone() throws Exception {
    FinishedProcess result = script().run("explain", "s3a://partner-flights", "--json");
    assertThat(result.out()).startsWith("{\n").endsWith("\n}\n");
  }

  @Test
  void noticesATerminal() throws Exception {
    assumeTrue(
        Stream.of("/usr/bin/script", "/bin/script").map(Path::of).anyMatch(Files::exists),
        "script(1), which makes a terminal, is not installed");
    FinishedProcess result =
        script()
            .execute(
                List.of(
                    "script",
                    "-qec",
                    RolecallScript.path() + " credentials s3a://partner-flights --json",
                    "/dev/null"));
    assertThat(result.out()).contains("standard output is a terminal, and a session is secret");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void completesInBash() throws Exception {
    FinishedProcess result =
        script()
            .execute(
                List.of(
                    "bash",
                    "-c",
                    "source <(\"$0\" completion) && COMP_WORDS=(rolecall credentials --format '')"
                        + " && COMP_CWORD=3 && _complete_rolecall && echo \"${COMPREPLY[@]}\"",
                    RolecallScript.path().toString()));
    assertThat(result.out().trim())
        .isEqualTo("credential-process env json hadoop spark storage-options");
  }

  @Test
  void completesInZsh() throws Exception {
    assumeTrue(
        Stream.of("/usr/bin/zsh", "/bin/zsh").map(Path::of).anyMatch(Files::exists),
        "zsh is not installed");
    FinishedProcess result =
        script()
            .execute(
                List.of(
                    "zsh",
                    "-fc",
                    "autoload -Uz compinit && compinit -u && source <(\"$0\" completion)"
                        + " && print -r -- ${_comps[rolecall]}",
                    RolecallScript.path().toString()));
    assertThat(result.out().trim()).contains("_complete_rolecall");
  }
}
