package io.rolecall.boundary;

import io.rolecall.boundary.Attack.Words;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** What Rolecall says when it refuses a Configuration that is not the declared one. */
final class Refusal {

  private static final int LONGEST = 200;
  private static final String DECLARED_BY =
      ". Who signs, and where requests go, is declared by whoever starts the application: set"
          + " spark.hadoop.%s at launch, or do without it here";
  private static final String SWITCH =
      ". spark.hadoop.fs.s3a.rolecall.declaration = open, at launch, lets a driver with one user"
          + " choose roles later";

  private Refusal() {}

  /**
   * The message.
   *
   * @param launch what the operator started the application with, by Hadoop's names
   * @param words what the refusal says of the setting, filled in
   * @param settings what the attacker has set
   */
  static String of(
      String bucket,
      Map<String, String> launch,
      Words words,
      Map<String, String> settings,
      boolean withSwitch) {
    // Tells Configuration of S3A's old names.
    new S3AFileSystem();
    Configuration declared = new Configuration();
    launch.forEach(declared::set);
    Configuration given = new Configuration(declared);
    settings.forEach(given::set);
    String value = written(given, words.key());
    String theirs = declared(bucket, declared, words.key());
    return "s3a://%s: %s = %s (%s), but this application was started with %s%s%s"
            .formatted(
                bucket,
                words.key(),
                shown(value, words),
                words.source(),
                theirs.isEmpty() ? "none" : shown(theirs, words),
                value.equals(theirs) ? " and another value of its variables" : "",
                more(words.more()))
        + DECLARED_BY.formatted(words.key())
        + (withSwitch ? SWITCH : "");
  }

  private static String more(int keys) {
    return switch (keys) {
      case 0 -> "";
      case 1 -> " (and 1 more key differs)";
      default -> " (and " + keys + " more keys differ)";
    };
  }

  private static String declared(String bucket, Configuration declared, String key) {
    String ofAll = key.replace("fs.s3a.bucket." + bucket + ".", "fs.s3a.");
    String ofBucket = ofAll.replace("fs.s3a.", "fs.s3a.bucket." + bucket + ".");
    String own = written(declared, ofBucket);
    return own.isEmpty() ? written(declared, ofAll) : own;
  }

  /** A value with its variables. */
  private static String written(Configuration conf, String key) {
    String raw = conf.getRaw(key);
    return raw == null ? "" : raw.trim();
  }

  private static String shown(String value, Words words) {
    return words.hidden() ? "a value that is not shown" : quoted(value);
  }

  /** Hadoop's own default of some keys stands on several lines; a refusal is one. */
  private static String quoted(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() > LONGEST ? "'" + line.substring(0, LONGEST) + "...'" : "'" + line + "'";
  }

  /** Whether a client was told a message, to its end; in front of it are names of exceptions. */
  static boolean isIn(Outcome outcome, String message) {
    Pattern whole =
        Pattern.compile("(^|Exception: )" + Pattern.quote(message) + "\\s*$", Pattern.MULTILINE);
    return whole.matcher(outcome.text()).find();
  }
}
