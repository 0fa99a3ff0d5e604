package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeClock;
import io.rolecall.testing.Samples;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenShowCommandTest {

  private static final String[] SECRETS = {"key-1", "secret-1", "token-1", "the-secret-key"};

  @TempDir Path folder;

  private final FakeClock clock = new FakeClock();

  private CommandRun show(Path file, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "token";
    all[1] = "show";
    all[2] = file.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return new CommandRun.Setting().clock(clock).run(all);
  }

  private Path file(Token<?>... tokens) throws IOException {
    Path file = folder.resolve("tokens");
    TokenFiles.write(file, tokens);
    return file;
  }

  @Test
  void tellsLocationsRolesAndEndsWithoutSecrets() throws IOException {
    CommandRun run = show(file(TokenFiles.token(), TokenFiles.foreign()));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("nn:8020  HDFS_DELEGATION_TOKEN\n")
        .contains("s3a://b1  S3ADelegationToken/Rolecall\n")
        .contains("  owner alice, issued ")
        .contains(", made by a test\n")
        .contains("  s3a://b1  " + Samples.ROLE + "  alice-job  ")
        .endsWith("1 secret key, not shown\n")
        .doesNotContain(SECRETS);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void tellsASessionThatHasEnded() throws IOException {
    Path file = file(TokenFiles.token());
    assertThat(show(file).out()).doesNotContain("has ended");
    clock.advance(Duration.ofDays(2));
    assertThat(show(file).out()).contains(" (has ended)\n");
  }

  @Test
  void tellsWhatARoleWithoutASessionAndAClosedLocationAre() throws IOException {
    CommandRun run = show(file(TokenFiles.golden(2)));
    assertThat(run.out())
        .contains(
            "  s3a://b1/gone    arn:aws:iam::111122223333:role/gone    none       refused: the")
        .contains("  s3a://b1/own     base identity (not carried)")
        .contains("  s3a://b1/theirs  nobody: routed for others")
        .doesNotContain(SECRETS);
    assertThat(show(file(TokenFiles.golden(1))).out()).isEqualTo(run.out());
  }

  @Test
  void answersInJson() throws IOException {
    CommandRun run = show(file(TokenFiles.token()), "--json");
    assertThat(run.out())
        .contains("\"service\" : \"s3a://b1\"")
        .contains("\"kind\" : \"S3ADelegationToken/Rolecall\"")
        .contains("\"access\" : \"" + Samples.ROLE + "\"")
        .contains("\"ended\" : false")
        .doesNotContain(SECRETS);
  }

  /** Somebody may hand over a file that is to write over what a terminal shows. */
  @Test
  void whatAFileSaysMovesNoCursor() throws IOException {
    Token<?> evil = TokenFiles.foreign();
    evil.setService(new Text("nn\u001b[2J\nforged"));
    CommandRun run = show(file(TokenFiles.token(), evil));
    assertThat(run.out())
        .contains("nn?[2J forged  HDFS_DELEGATION_TOKEN\n")
        .matches("[\\P{Cntrl}\n]*");
  }

  @Test
  void aFileOfOtherKindsIsToldSo() throws IOException {
    Path file = file(TokenFiles.foreign());
    CommandRun run = show(file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: "
                + file
                + ": no token of Rolecall's in it, but of [HDFS_DELEGATION_TOKEN]\n");
  }

  @Test
  void aFileWithoutTokensIsToldSo() throws IOException {
    Path file = file();
    CommandRun run = show(file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: " + file + ": no token of Rolecall's in it; it holds no tokens at all\n");
  }

  @Test
  void aMissingFileIsNamed() {
    CommandRun run = show(Path.of("/no/such/file"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("rolecall: /no/such/file: there is no such file\n");
    assertThat(show(folder).err()).isEqualTo("rolecall: " + folder + ": not a file\n");
  }

  @Test
  void whatIsNoTokenFileIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "the-secret-key: not a token file");
    CommandRun run = show(file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("rolecall: " + file + ": cannot be read as a Hadoop token file: ")
        .doesNotContain("the-secret-key");
  }

  @Test
  void aTokenOfAnotherVersionIsNamed() throws IOException {
    Token<?> newer =
        new Token<>(
            new byte[] {99},
            new byte[0],
            new Text("S3ADelegationToken/Rolecall"),
            new Text("s3a://b1"));
    Path file = file(newer);
    assertThat(show(file).err())
        .isEqualTo(
            "rolecall: "
                + file
                + ": the token of s3a://b1 cannot be read: Rolecall token of version 99: this Rolecall"
                + " reads versions 1 and 2. Use the same Rolecall version where the job is submitted and"
                + " where it runs\n");
  }

  @Test
  void withoutACommandSaysWhatThereIs() {
    assertThat(CommandRun.of("token").err())
        .isEqualTo(
            "rolecall: no command: expected one of show\n"
                + "Usage: rolecall token [-hV] [COMMAND]\n"
                + "Try 'rolecall token --help'\n");
  }
}
