package io.rolecall.spark.selftest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line of the self-test. It is read without a library, because the jar that has one may
 * be missing.
 *
 * @param locations the locations, as they were written
 * @param written those of them that are also written to
 * @param json whether the answer is one JSON document
 * @param allowIdentity whether an AWS identity within executors' reach is only a warning
 * @param hold for how long streams are kept open, to see renewals; zero for not at all
 * @param patience how long to wait for executors
 * @param help whether to print the usage and do nothing else
 */
public record SelfTestOptions(
    List<String> locations,
    List<String> written,
    boolean json,
    boolean allowIdentity,
    Duration hold,
    Duration patience,
    boolean help) {

  /** The help text. */
  public static final String USAGE =
      """
      Usage: spark-submit --class io.rolecall.spark.SelfTest [Spark's options] JAR [OPTION]... LOCATION...
      Proves a set-up on this cluster, with executors, and leaves nothing behind.
        LOCATION           s3a://bucket or s3a://bucket/prefix; each must have a route.
        --write LOCATION   Write there, too: an object, one in two parts, one that is renamed,
                           one by S3A's committer. All are removed again. May be repeated.
        --for TIME         Keep streams open that long, until their sessions were renewed
                           twice: 90s, 40m or 2h.
        --wait TIME        How long to wait for executors. Default: 2m.
        --allow-identity   An AWS identity within executors' reach is a warning: for clusters
                           whose nodes have one.
        --json             Answer with one JSON document.
        --help             Show this help message and exit.
      Exit codes: 0 no step failed, 1 a step failed, 2 the command line is wrong, 70 a bug.""";

  private static final Pattern LOCATION =
      Pattern.compile("s3[an]?://[A-Za-z0-9][A-Za-z0-9._-]{1,254}(/.*)?");
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h)");

  private static final String A_LOCATION = "s3a://bucket or s3a://bucket/prefix";
  private static final String A_TIME = "a time, for example 90s, 40m or 2h";

  /**
   * Reads a command line.
   *
   * @param args options and locations, in any order
   * @return the command line
   * @throws IllegalArgumentException if it is wrong; the message says why
   */
  public static SelfTestOptions parse(String... args) {
    List<String> locations = new ArrayList<>();
    List<String> written = new ArrayList<>();
    boolean json = false;
    boolean allowIdentity = false;
    Duration hold = Duration.ZERO;
    Duration patience = Duration.ofMinutes(2);
    boolean help = false;
    for (Iterator<String> words = List.of(args).iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--write" -> written.add(written(word, words));
        case "--json" -> json = true;
        case "--allow-identity" -> allowIdentity = true;
        case "--for" -> hold = time(word, words);
        case "--wait" -> patience = time(word, words);
        case "--help" -> help = true;
        default -> locations.add(location(word));
      }
    }
    locations.addAll(written);
    if (locations.isEmpty() && !help) {
      throw new IllegalArgumentException(
          "no location: name at least one that the job will use, for example s3a://bucket/prefix");
    }
    return new SelfTestOptions(
        locations.stream().distinct().toList(),
        List.copyOf(written),
        json,
        allowIdentity,
        hold,
        patience,
        help);
  }

  private static String location(String word) {
    if (word.startsWith("-")) {
      throw new IllegalArgumentException(
          word + " is no option of the self-test; --help prints those that there are");
    }
    if (!LOCATION.matcher(word).matches()) {
      throw new IllegalArgumentException("'" + word + "' is no location: expected " + A_LOCATION);
    }
    return word;
  }

  private static String written(String option, Iterator<String> words) {
    String text = value(option, words, A_LOCATION);
    if (!LOCATION.matcher(text).matches()) {
      throw new IllegalArgumentException(option + " '" + text + "': expected " + A_LOCATION);
    }
    return text;
  }

  private static String value(String option, Iterator<String> words, String expected) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + " without a value: expected " + expected);
    }
    return words.next();
  }

  private static Duration time(String option, Iterator<String> words) {
    String text = value(option, words, A_TIME);
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(option + " '" + text + "': expected " + A_TIME);
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
