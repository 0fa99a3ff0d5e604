package io.rolecall.mailbox;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A folder that holds one letter, as its file system sees it. Every call may take as long as that
 * file system does.
 */
interface LetterBox {

  /** How the names of mailboxes begin. */
  String PREFIX = "rolecall-";

  /** A mailbox's whole name: where it lies, other folders may begin like it. */
  Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** The letter's name. */
  String LETTER = "letter";

  /** That of a letter that is being written. */
  String FRESH = "letter.new";

  /** Sessions last for half a day at most, and a letter is replaced before they end. */
  Duration ABANDONED = Duration.ofDays(2);

  /**
   * Makes the folder, which is its owner's alone.
   *
   * @throws IOException if it is there already, or cannot be made, or others might rename it
   */
  void create() throws IOException;

  /**
   * Checks the folder above: whoever may rename what lies there may take this one away, or put one
   * in its place that he can read. The owner of a folder with the sticky bit may, too, and is not
   * looked at: HDFS tells nobody who its superusers are, whose such folders mostly are. What he
   * finds is sealed.
   *
   * @param mode its mode, for messages
   * @param othersWrite whether any but its owner may write there
   * @param sticky whether each may rename his own alone
   * @throws IOException if others may rename; says what to do
   */
  static void checkParent(String mode, boolean othersWrite, boolean sticky) throws IOException {
    if (othersWrite && !sticky) {
      throw new IOException(
          "others may rename what lies there (its mode is "
              + mode
              + ", without the sticky bit: chmod +t, or chmod go-w)");
    }
  }

  /**
   * Puts a letter in the place of the one before, in one step: whoever reads finds the old one or
   * the new one.
   *
   * @throws IOException if that fails: the old one is there
   */
  void replace(byte[] letter) throws IOException;

  /**
   * Reads the letter.
   *
   * @param most how many bytes it may have
   * @return its bytes; at most one more than it may have
   * @throws IOException if it is not there, or cannot be read
   */
  byte[] read(int most) throws IOException;

  /**
   * Removes the letter and the folder.
   *
   * @throws IOException if that fails, or the folder holds what is not a mailbox's
   */
  void remove() throws IOException;

  /**
   * Removes folders beside it that this user's killed processes left: nobody has written there for
   * two days. What cannot be looked at stays there.
   */
  void removeAbandoned();
}
