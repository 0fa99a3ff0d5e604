package io.rolecall.mailbox;

import static io.rolecall.testing.FakeClock.START;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetterTest {

  private static final String FOLDER = "hdfs://nn/mail/rolecall-1";
  private static final Mailbox MAILBOX = Mailboxes.of(FOLDER, "job-1");
  private static final Letter LETTER = new Letter(7, START, "the-secret".getBytes(UTF_8));

  private static byte[] sealed() throws IOException {
    return LETTER.seal(MAILBOX, 4711);
  }

  @Test
  void isOpenedByItsMailbox() throws IOException {
    assertThat(Letter.open(MAILBOX, sealed())).isEqualTo(LETTER);
    assertThat(LETTER).hasToString("letter 7, written at 2026-01-01T00:00:00Z");
  }

  @Test
  void showsWhichItIsAndNothingOfWhatItHolds() throws IOException {
    assertThat(new String(sealed(), ISO_8859_1))
        .contains("job-1", FOLDER)
        .doesNotContain("the-secret", "secret", Mailboxes.KEY);
  }

  /** Written once, by the version whose number it bears. */
  @Test
  void ofTheFirstVersionIsRead() throws IOException {
    try (InputStream file = LetterTest.class.getResourceAsStream("letter-v1.bin")) {
      byte[] golden = requireNonNull(file).readAllBytes();
      assertThat(Letter.open(MAILBOX, golden)).isEqualTo(LETTER);
      assertThat(sealed()).as("written as it was").isEqualTo(golden);
    }
  }

  @Test
  void withAnyByteFlippedIsRefusedByName() throws IOException {
    byte[] whole = sealed();
    Set<String> reasons = new HashSet<>();
    for (int at = 0; at < whole.length; at++) {
      for (int bits : new int[] {0x01, 0x80, 0xff}) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) bits;
        Throwable refusal = catchThrowable(() -> Letter.open(MAILBOX, flipped));
        assertThat(refusal).as("byte %s", at).isExactlyInstanceOf(IOException.class);
        String why = String.valueOf(refusal.getMessage());
        assertThat(why).startsWith("it ").doesNotContain("secret", Mailboxes.KEY);
        reasons.add(why.replaceAll("'.*", ""));
      }
    }
    assertThat(reasons)
        .contains(
            "it is no letter of Rolecall",
            "it was changed after it was written, or sealed with another key",
            "it is of job ",
            "it is of mailbox ",
            "it is cut short (" + whole.length + " bytes)");
  }

  @Test
  void thatIsTornIsRefused() throws IOException {
    byte[] whole = sealed();
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Letter.open(MAILBOX, torn))
          .hasMessage("it is cut short (" + length + " bytes)");
    }
    assertThatThrownBy(() -> Letter.open(MAILBOX, Arrays.copyOf(whole, whole.length + 1)))
        .hasMessage("it has bytes after its end");
  }

  /** The JVM's cipher does not expect it, and throws what nobody does. */
  @Test
  void whoseSealedPartIsShorterThanItsTagIsRefused() throws IOException {
    int header = sealed().length - LETTER.content().length - 16;
    for (int length = 0; length < 16; length++) {
      byte[] whole = Arrays.copyOf(sealed(), header + length);
      ByteBuffer.wrap(whole).putInt(header - Integer.BYTES, length);
      assertThatThrownBy(() -> Letter.open(MAILBOX, whole))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("it is cut short (" + whole.length + " bytes)");
    }
  }

  @Test
  void ofAnotherJobMailboxKeyOrVersionIsRefused() throws IOException {
    byte[] whole = sealed();
    assertThatThrownBy(() -> Letter.open(Mailboxes.of(FOLDER, "job-2"), whole))
        .hasMessage("it is of job 'job-1', not 'job-2'");
    assertThatThrownBy(() -> Letter.open(Mailboxes.of("hdfs://nn/other", "job-1"), whole))
        .hasMessage("it is of mailbox '" + FOLDER + "', not 'hdfs://nn/other'");
    Mailbox otherKey = Mailboxes.of(FOLDER, "job-1", "another-mailbox-key-of-32-bytes-");
    assertThatThrownBy(() -> Letter.open(otherKey, whole))
        .hasMessage("it was changed after it was written, or sealed with another key");
    byte[] later = whole.clone();
    later[4] = 2;
    assertThatThrownBy(() -> Letter.open(MAILBOX, later))
        .hasMessage(
            "it is a letter of version 2: this Rolecall reads version 1. Use the same Rolecall"
                + " version where the job is submitted and where it runs");
  }

  /** What lies before the sealed part is sealed with it: an old letter cannot bear a new number. */
  @Test
  void isBoundToItsNumberJobAndMailbox() throws IOException {
    byte[] renumbered = sealed();
    renumbered[12]++;
    assertThatThrownBy(() -> Letter.open(MAILBOX, renumbered))
        .hasMessage("it was changed after it was written, or sealed with another key");
    String text = new String(sealed(), ISO_8859_1);
    byte[] renamed = text.replace("job-1", "job-2").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> Letter.open(Mailboxes.of(FOLDER, "job-2"), renamed))
        .hasMessage("it was changed after it was written, or sealed with another key");
  }

  @Test
  void noTwoLettersHaveOneNonce() throws IOException {
    Set<String> nonces = new HashSet<>();
    int at = 4 + 1 + 8 + 8 + 1 + "job-1".length() + 1 + FOLDER.length();
    for (int number = 1; number <= 1000; number++) {
      for (int writer : new int[] {1, 2}) {
        byte[] bytes = new Letter(number, START, new byte[0]).seal(MAILBOX, writer);
        nonces.add(new String(Arrays.copyOfRange(bytes, at, at + 12), ISO_8859_1));
      }
    }
    assertThat(nonces).hasSize(2000);
  }

  @Test
  void thatIsTooLargeIsNotWritten() {
    assertThatThrownBy(() -> new Letter(1, START, new byte[Letter.MOST_BYTES]).seal(MAILBOX, 1))
        .hasMessage("the tokens take 67174400 bytes, and a mailbox holds at most 67174400");
  }

  /** Its name is looked at before it is known who wrote it. */
  @Test
  void aNameThatForgesLinesIsOneLine() throws IOException {
    Letter letter = new Letter(7, START, new byte[0]);
    byte[] foreign =
        letter.seal(Mailboxes.of(FOLDER, "a\u009b2J\u202eb\nERROR c" + "x".repeat(500)), 4711);
    assertThatThrownBy(() -> Letter.open(MAILBOX, foreign))
        .hasMessage("it is of job 'a?2J?b ERROR c" + "x".repeat(186) + "...', not 'job-1'");
  }
}
