package io.rolecall.supply.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TokenFileWriterTest {

  @TempDir private Path folder;

  private static Credentials of(Token<?> token) {
    Credentials tokens = new Credentials();
    tokens.addToken(token.getService(), token);
    return tokens;
  }

  private static Credentials read(Path file) throws IOException {
    return Credentials.readTokenStorageFile(file.toFile(), new Configuration(false));
  }

  @Test
  void whatElseIsInTheFileStays() throws IOException {
    Path file = folder.resolve("tokens");
    TokenFiles.write(file, TokenFiles.foreign());
    TokenFileWriter writer = new TokenFileWriter(file);
    assertThat(writer.jobs()).isEmpty();
    assertThat(writer.ends()).isEmpty();
    writer.write(of(TokenFiles.token()));
    Credentials all = read(file);
    assertThat(all.getAllTokens()).hasSize(2);
    assertThat(all.getToken(new Text("nn:8020"))).isEqualTo(TokenFiles.foreign());
    assertThat(all.getSecretKey(new Text("some"))).isEqualTo("the-secret-key".getBytes("UTF-8"));
    assertThat(writer.jobs()).containsExactly("job-1");
  }

  @Test
  void whatIsNoTokenFileIsNotReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("core-site.xml"), "<configuration/>");
    assertThatThrownBy(() -> new TokenFileWriter(file).write(of(TokenFiles.token())))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " is there and cannot be read as a token file, so it is not replaced: it is no whole"
                + " token file (16 bytes). Delete it, or name another");
    assertThat(file).hasContent("<configuration/>");
  }

  /** Hadoop's own reader would allocate two gigabytes. */
  @Test
  void whatClaimsToBeHugeIsNotBelieved() throws IOException {
    Path file = folder.resolve("tokens");
    Files.write(
        file,
        new byte[] {
          'H', 'D', 'T', 'S', 0, 1, (byte) 0x8c, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff
        });
    assertThatThrownBy(() -> new TokenFileWriter(file).jobs())
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " is there and cannot be read as a token file, so it is not replaced: it is no whole"
                + " token file (11 bytes). Delete it, or name another");
  }

  /** Somebody else could wait for it in a folder where everybody may write. */
  @Test
  void anothersFileIsNeitherReadNorReplaced() throws IOException {
    Path file = folder.resolve("tokens");
    TokenFiles.write(file, TokenFiles.foreign());
    giveAway(file);
    TokenFileWriter writer = new TokenFileWriter(file);
    assertThatThrownBy(writer::jobs).hasMessage(belongsTo(file));
    assertThatThrownBy(() -> writer.write(of(TokenFiles.token()))).hasMessage(belongsTo(file));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void anothersLinkIsNotFollowed() throws IOException {
    Path own = folder.resolve("own");
    TokenFiles.write(own, TokenFiles.foreign());
    Path file = Files.createSymbolicLink(folder.resolve("tokens"), own);
    giveAway(file);
    assertThatThrownBy(() -> new TokenFileWriter(file).jobs()).hasMessage(belongsTo(file));
  }

  private static String belongsTo(Path file) throws IOException {
    return file
        + " is there and cannot be read as a token file, so it is not replaced: it belongs to nobody,"
        + " not to "
        + Files.getOwner(file.getParent()).getName()
        + ". Delete it, or name another";
  }

  private void giveAway(Path path) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    Files.getFileAttributeView(
            path, PosixFileAttributeView.class, java.nio.file.LinkOption.NOFOLLOW_LINKS)
        .setOwner(
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
  }

  /** Anybody may put something there where everybody may write. */
  @Test
  void whatCannotBeRemovedKeepsNobodyFromWriting() throws IOException {
    Path old = Files.createDirectories(folder.resolve(".tokens.0.new/full"));
    Path odd = old.getParent();
    Files.setLastModifiedTime(odd, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Path file = folder.resolve("tokens");
    new TokenFileWriter(file).write(of(TokenFiles.token()));
    assertThat(read(file).getToken(new Text("s3a://b1"))).isNotNull();
    assertThat(odd).exists();
  }

  @Test
  void whatSomebodyElseLeftIsHisAffair() throws IOException {
    Path others = Files.createFile(folder.resolve(".tokens.123.new"));
    Files.setLastModifiedTime(others, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    giveAway(others);
    new TokenFileWriter(folder.resolve("tokens")).write(of(TokenFiles.token()));
    assertThat(others).exists();
  }

  @Test
  void whatNobodyCouldReadIsNotWritten() throws IOException {
    Path file = folder.resolve("tokens");
    Credentials tokens = of(TokenFiles.token());
    tokens.addSecretKey(new Text("huge"), new byte[64 << 20]);
    assertThatThrownBy(() -> new TokenFileWriter(file).write(tokens))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            java.util.regex.Pattern.quote(file.toString())
                + " cannot be written: 1 tokens take 67\\d{6} bytes, and a token file holds at most"
                + " 67108864: make it for fewer locations \\(--for\\)");
    assertThat(file).doesNotExist();
  }

  @Test
  void severalJobsAreToldApart() throws IOException {
    Path file = folder.resolve("tokens");
    TokenFiles.write(file, TokenFiles.token(), TokenFiles.ofJob("s3a://b2", "job-0"));
    assertThat(new TokenFileWriter(file).jobs()).containsExactly("job-0", "job-1");
    Configuration conf = new Configuration(false);
    assertThatThrownBy(
            () -> TokenKeeper.of(conf, List.of(), file, false, Clock.systemUTC(), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " holds tokens of several jobs, [job-0, job-1]: name the one to go on with (--job)");
    conf.set("fs.s3a.rolecall.job.id", "job-1");
    assertThat(TokenKeeper.of(conf, List.of(), file, false, Clock.systemUTC(), line -> {}))
        .isNotNull();
  }

  @Test
  void saysThatThereIsNoFolder() {
    Path file = folder.resolve("none/tokens");
    assertThatThrownBy(() -> new TokenFileWriter(file).write(of(TokenFiles.token())))
        .hasMessage(file + " cannot be written: there is no folder " + folder.resolve("none"));
  }

  @Test
  void removesWhatAKilledProcessLeft() throws IOException {
    Path file = folder.resolve("tokens");
    Path left = Files.createFile(folder.resolve(".tokens.123.new"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
    Path underWay = Files.createFile(folder.resolve(".tokens.124.new"));
    Path others = Files.createFile(folder.resolve(".other.123.new"));
    Files.setLastModifiedTime(others, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
    new TokenFileWriter(file).write(of(TokenFiles.token()));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, underWay, others);
    }
  }

  @Test
  void aReaderNeverSeesATornFile() throws Exception {
    Path file = folder.resolve("tokens");
    TokenFileWriter writer = new TokenFileWriter(file);
    writer.write(of(TokenFiles.token()));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reads =
          thread.submit(
              () -> {
                int count = 0;
                while (!over.get() || count == 0) {
                  assertThat(read(file).getToken(new Text("s3a://b1"))).isNotNull();
                  count++;
                }
                return count;
              });
      for (int round = 0; round < 200; round++) {
        writer.write(of(TokenFiles.token()));
      }
      over.set(true);
      assertThat(reads.get()).isPositive();
    } finally {
      thread.shutdownNow();
    }
  }
}
