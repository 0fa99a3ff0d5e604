package io.rolecall.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
    assertThat(writer.job()).isEmpty();
    assertThat(writer.end()).isEmpty();
    writer.write(of(TokenFiles.token()));
    Credentials all = read(file);
    assertThat(all.getAllTokens()).hasSize(2);
    assertThat(all.getToken(new Text("nn:8020"))).isEqualTo(TokenFiles.foreign());
    assertThat(all.getSecretKey(new Text("some"))).isEqualTo("the-secret-key".getBytes("UTF-8"));
    assertThat(writer.job()).contains("job-1");
  }

  @Test
  void whatIsNoTokenFileIsNotReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("core-site.xml"), "<configuration/>");
    assertThatThrownBy(() -> new TokenFileWriter(file).write(of(TokenFiles.token())))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " is there and cannot be read as a token file, so it is not replaced: delete it,"
                + " or name another");
    assertThat(file).hasContent("<configuration/>");
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
