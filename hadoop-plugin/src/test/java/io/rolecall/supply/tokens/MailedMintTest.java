package io.rolecall.supply.tokens;

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

  private TokenSupply supply(Minting minting, Path file, Posting posting, Deliveries.Says says) {
    return new TokenSupply(
        minting,
        new Deliveries(Optional.of(new TokenFileWriter(file)), Optional.of(posting), clock, says),
        POLICY,
        clock,
        () -> 0);
  }

  private static Optional<MailedMint> of(Configuration conf, List<String> said) throws IOException {
    FakeClock clock = new FakeClock();
    JobMint mint = JobMint.of(conf, List.of(), Optional.of("job-1"), clock);
    return MailedMint.of(conf, mint, "rolecall run", clock, said::add);
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
        supply(
            mint,
            file,
            tokens -> {
              if (away[0]) {
                throw new IOException("hdfs://nn/mail: no letter can be left there: down");
              }
              posted.add(tokens);
            },
            new Deliveries.Says(said::add, said::add));
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
            "hdfs://nn/mail: no letter can be left there: down. Those of the letter before"
                + " serve until 2026-01-01T00:30:00Z. "
                + file
                + " has newer ones; further failures are not said",
            file + ": letters can be left again after 5 failures");
  }

  @Test
  void ofTheLettersBeforeItIsSaidWhetherTheyStillServe() throws IOException {
    boolean[] away = {false};
    Path file = folder.resolve("tokens");
    TokenSupply supply =
        supply(
            mint,
            file,
            tokens -> {
              if (away[0]) {
                throw new IOException("hdfs://nn/mail: no letter can be left there: down");
              }
            },
            new Deliveries.Says(well -> {}, said::add));
    supply.round();
    clock.advance(Duration.ofMinutes(31));
    away[0] = true;
    supply.round();
    assertThat(said)
        .containsExactly(
            "hdfs://nn/mail: no letter can be left there: down. Those of the letter before"
                + " ended at 2026-01-01T00:30:00Z. "
                + file
                + " has newer ones; further failures are not said");
  }

  @Test
  void whatNeverEndsServesOn() throws IOException {
    Path file = folder.resolve("tokens");
    boolean[] away = {false};
    mint.endless();
    TokenSupply supply =
        supply(
            mint,
            file,
            tokens -> {
              if (away[0]) {
                throw new IOException("hdfs://nn/mail: no letter can be left there: down");
              }
            },
            new Deliveries.Says(well -> {}, said::add));
    supply.round();
    clock.advance(Duration.ofDays(1));
    away[0] = true;
    supply.round();
    clock.advance(Duration.ofDays(2));
    mint.fail("STS is down");
    supply.round();
    assertThat(said)
        .containsExactly(
            "hdfs://nn/mail: no letter can be left there: down. Those of the letter before"
                + " serve on. "
                + file
                + " has newer ones; further failures are not said",
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
        supply(
            mint,
            file,
            tokens -> {
              if (away[0]) {
                throw new IOException("hdfs://nn/mail: no letter can be left there: down");
              }
            },
            new Deliveries.Says(well -> {}, said::add));
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
            "hdfs://nn/mail: no letter can be left there: down. No letter lies there yet. "
                + file
                + " has newer ones; further failures are not said",
            file
                + ": no new tokens: STS is down. Those in the file serve until"
                + " 2026-01-01T00:30:00Z; further failures are not said",
            file + ": sessions can be had again after 2 failures",
            file + ": letters can be left again after 5 failures");
  }

  /** Whoever fills the gateway's disk keeps nothing from the cluster's job. */
  @Test
  void aFileThatCannotBeWrittenKeepsNoLetterFromTheMailbox() throws IOException {
    List<Object> posted = new ArrayList<>();
    Path gone = Files.createDirectory(folder.resolve("tmp"));
    Path file = gone.resolve("tokens");
    Posting mailbox =
        new Posting() {
          @Override
          public void post(org.apache.hadoop.security.Credentials tokens) {
            posted.add(tokens);
          }

          @Override
          public String toString() {
            return "hdfs://nn/mail";
          }
        };
    TokenSupply supply = supply(mint, file, mailbox, new Deliveries.Says(well -> {}, said::add));
    assertThat(supply.round().failure()).isNull();
    Files.delete(file);
    Files.delete(gone);
    clock.advance(Duration.ofMinutes(21));
    TokenSupply.Round round = supply.round();
    assertThat(round.failure()).hasMessage(file + " cannot be written: there is no folder " + gone);
    assertThat(posted).hasSize(2);
    clock.advance(Duration.ofSeconds(30));
    supply.round();
    assertThat(mint.asked()).as("minted once, and left once").hasSize(2);
    assertThat(posted).hasSize(2);
    Files.createDirectory(gone);
    clock.advance(Duration.ofSeconds(30));
    assertThat(supply.round().failure()).isNull();
    assertThat(posted).hasSize(2);
    assertThat(said)
        .containsExactly(
            file
                + " cannot be written: there is no folder "
                + gone
                + ". Those in it serve until 2026-01-01T00:30:00Z. The mailbox hdfs://nn/mail has"
                + " newer ones; further failures are not said",
            file + ": it can be written again after 2 failures");
  }

  /** As Hadoop's clients fail where a name does not resolve. */
  @Test
  void aFileSystemThatFailsInAWayOfItsOwnIsAFailureLikeAnyOther() throws IOException {
    boolean[] away = {true};
    Path file = folder.resolve("tokens");
    TokenSupply supply =
        supply(
            mint,
            file,
            tokens -> {
              if (away[0]) {
                throw new IllegalArgumentException("java.net.UnknownHostException: nn");
              }
            },
            new Deliveries.Says(well -> {}, said::add));
    assertThat(supply.round().failure())
        .hasMessage("java.lang.IllegalArgumentException: java.net.UnknownHostException: nn");
    assertThat(file).exists();
    away[0] = false;
    assertThat(supply.round().failure()).isNull();
  }

  /** Nothing newer can be had, but that is newer than what lies there. */
  @Test
  void whatCouldNotBeDeliveredIsDeliveredThoughStsIsDownMeanwhile() throws IOException {
    List<Object> posted = new ArrayList<>();
    boolean[] away = {false};
    TokenSupply supply =
        supply(
            mint,
            folder.resolve("tokens"),
            tokens -> {
              if (away[0]) {
                throw new IOException("down");
              }
              posted.add(tokens);
            },
            new Deliveries.Says(well -> {}, said::add));
    supply.round();
    away[0] = true;
    clock.advance(Duration.ofMinutes(21));
    supply.round();
    mint.fail("STS is down");
    clock.advance(Duration.ofMinutes(21));
    away[0] = false;
    assertThat(supply.round().failure()).hasMessage("STS is down");
    assertThat(posted).hasSize(2);
  }
}
