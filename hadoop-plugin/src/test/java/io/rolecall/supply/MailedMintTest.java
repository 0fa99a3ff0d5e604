package io.rolecall.supply;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.mailbox.MailboxWriter;
import io.rolecall.mailbox.Mailboxes;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.testing.FakeClock;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailedMintTest {

  private static final RenewalPolicy POLICY =
      new RenewalPolicy(
          0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5));

  private final FakeClock clock = new FakeClock();
  private final FakeMint mint = new FakeMint(clock);
  private final List<String> said = new ArrayList<>();
  @TempDir private Path folder;

  private MailedMint mailed(MailboxWriter writer) {
    return new MailedMint(mint, writer, said::add);
  }

  private static Optional<MailedMint> of(Configuration conf, List<String> said) throws IOException {
    JobMint mint = JobMint.of(conf, List.of(), Optional.of("job-1"));
    return MailedMint.of(conf, mint, "rolecall run", new FakeClock(), said::add);
  }

  @Test
  void theTokensNameTheMailboxWhereTheyAreLeft() throws IOException {
    MailboxWriter writer = Mailboxes.writer(folder, "job-1", clock);
    try (MailedMint mailed = mailed(writer)) {
      Minting.Minted minted = mailed.mint();
      assertThat(
              TokenContents.of(requireNonNull(minted.credentials().getToken(new Text("s3a://b1"))))
                  .mailbox())
          .isEqualTo(writer.toString());
      mailed.post(minted.credentials());
      byte[] letter = Files.readAllBytes(Mailboxes.letter(writer));
      assertThat(new String(letter, java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("secret-1", "token-1");
      assertThat(new String(Mailboxes.open(writer.mailbox(), letter), "ISO-8859-1"))
          .contains("secret-1", "token-1");
      assertThat(mailed).hasToString(writer.toString());
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(said).isEmpty();
  }

  @Test
  void thereIsNoneWithoutTheKey() throws IOException {
    assertThat(of(new Configuration(false), said)).isEmpty();
  }

  @Test
  void saysBeforeTheJobStartsWhoCannotReadADisk() throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.mailbox", folder.toUri().toString());
    try (MailedMint mailed = of(conf, said).orElseThrow()) {
      assertThat(said)
          .containsExactly(
              "fs.s3a.rolecall.mailbox = "
                  + folder.toUri()
                  + ": only processes of this machine's user "
                  + System.getProperty("user.name")
                  + " can read there. Without Kerberos, YARN's containers are another user's: use a"
                  + " folder on HDFS for them");
      assertThat(mailed.toString()).startsWith("file:" + folder + "/rolecall-");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.mailbox", "s3a://bucket/mail");
    assertThatThrownBy(() -> of(conf, said))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.mailbox = 's3a://bucket/mail': expected a folder on HDFS or on a disk"
                + " that all machines share: hdfs://HOST/PATH, hdfs:///PATH or file:///PATH");
  }

  /** STS need not be asked again because HDFS is away. */
  @Test
  void whatCouldNotBeLeftThereIsNotMintedAgainWhileItIsNew() throws IOException {
    List<Object> posted = new ArrayList<>();
    boolean[] away = {false};
    Path file = folder.resolve("tokens");
    TokenSupply supply =
        new TokenSupply(
            mint,
            new TokenFileWriter(file),
            tokens -> {
              if (away[0]) {
                throw new IOException("hdfs://nn/mail: no letter can be left there: down");
              }
              posted.add(tokens);
            },
            POLICY,
            clock,
            () -> 0,
            new TokenSupply.Says(said::add, said::add));
    assertThat(supply.round().failure()).isNull();
    away[0] = true;
    clock.advance(Duration.ofMinutes(21));
    for (int i = 0; i < 5; i++) {
      assertThat(supply.round().failure())
          .hasMessage("hdfs://nn/mail: no letter can be left there: down");
      clock.advance(Duration.ofSeconds(30));
    }
    assertThat(mint.asked()).hasSize(2);
    away[0] = false;
    assertThat(supply.round().failure()).isNull();
    assertThat(mint.asked()).hasSize(2);
    assertThat(posted).hasSize(2);
    away[0] = true;
    clock.advance(Duration.ofMinutes(21));
    supply.round();
    clock.advance(Duration.ofMinutes(21));
    supply.round();
    assertThat(mint.asked()).as("what was minted has grown old").hasSize(4);
    assertThat(said)
        .contains(
            "hdfs://nn/mail: no letter can be left there: down. The one before serves until"
                + " 2026-01-01T00:30:00Z. "
                + file
                + " has newer tokens; further failures are not said",
            file + ": letters can be left again after 5 failures");
  }

  @Test
  void ofTheLettersBeforeItIsSaidWhetherTheyStillServe() throws IOException {
    boolean[] away = {false};
    Path file = folder.resolve("tokens");
    TokenSupply supply =
        new TokenSupply(
            mint,
            new TokenFileWriter(file),
            tokens -> {
              if (away[0]) {
                throw new IOException("hdfs://nn/mail: no letter can be left there: down");
              }
            },
            POLICY,
            clock,
            () -> 0,
            new TokenSupply.Says(well -> {}, said::add));
    supply.round();
    clock.advance(Duration.ofMinutes(31));
    away[0] = true;
    supply.round();
    assertThat(said)
        .containsExactly(
            "hdfs://nn/mail: no letter can be left there: down. The sessions of the one before have"
                + " ended at 2026-01-01T00:30:00Z. "
                + file
                + " has newer tokens; further failures are not said");
  }

  @Test
  void whatNeverEndsServesOn() throws IOException {
    Path file = folder.resolve("tokens");
    @Nullable String[] failure = {null, null};
    TokenSupply supply =
        new TokenSupply(
            () -> {
              if (failure[1] != null) {
                throw new IOException(failure[1]);
              }
              return new Minting.Minted(
                  mint.mint().credentials(), Optional.empty(), List.<String>of());
            },
            new TokenFileWriter(file),
            tokens -> {
              if (failure[0] != null) {
                throw new IOException(failure[0]);
              }
            },
            POLICY,
            clock,
            () -> 0,
            new TokenSupply.Says(well -> {}, said::add));
    supply.round();
    failure[0] = "hdfs://nn/mail: no letter can be left there: down";
    supply.round();
    clock.advance(Duration.ofDays(2));
    failure[1] = "STS is down";
    supply.round();
    assertThat(said)
        .containsExactly(
            "hdfs://nn/mail: no letter can be left there: down. The one before serves on. "
                + file
                + " has newer tokens; further failures are not said",
            file
                + ": no new tokens: STS is down. Those in the file serve on; further failures are not"
                + " said");
  }

  /** STS being down is another thing than HDFS being down, and is told beside it. */
  @Test
  void eachKindOfFailureIsToldOnce() throws IOException {
    boolean[] away = {true};
    Path file = folder.resolve("tokens");
    TokenSupply supply =
        new TokenSupply(
            mint,
            new TokenFileWriter(file),
            tokens -> {
              if (away[0]) {
                throw new IOException("hdfs://nn/mail: no letter can be left there: down");
              }
            },
            POLICY,
            clock,
            () -> 0,
            new TokenSupply.Says(well -> {}, said::add));
    supply.round();
    supply.round();
    clock.advance(Duration.ofMinutes(21));
    mint.fail("STS is down");
    supply.round();
    supply.round();
    mint.fail(null);
    supply.round();
    away[0] = false;
    supply.round();
    assertThat(said)
        .containsExactly(
            "hdfs://nn/mail: no letter can be left there: down. None lies there yet. "
                + file
                + " has newer tokens; further failures are not said",
            file
                + ": no new tokens: STS is down. Those in the file serve until"
                + " 2026-01-01T00:30:00Z; further failures are not said",
            file + ": sessions can be had again after 2 failures",
            file + ": letters can be left again after 3 failures");
  }
}
