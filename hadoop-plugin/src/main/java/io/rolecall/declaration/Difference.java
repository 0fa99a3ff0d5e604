package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A key whose value in force is not the declared one.
 *
 * @param key its name without a bucket's
 * @param given what a configuration says; null if nothing
 * @param declared what the launch says; null if nothing
 */
record Difference(String key, @Nullable Setting given, @Nullable Setting declared) {

  private static final int LONGEST = 200;

  /** Where S3A buffers what it writes: a variable of it, hadoop.tmp.dir, is each machine's own. */
  private static final String BUFFERS = "fs.s3a.buffer.dir";

  /**
   * What two configurations differ in.
   *
   * @param given what one says for a bucket
   * @param declared what the launch says for it
   * @param executor whether this process is an executor, which has no static keys, whose own
   *     machine says where to buffer, and which is not told passwords of Hadoop's
   * @return the differences, sorted by key
   */
  static List<Difference> between(
      Map<String, Setting> given, Map<String, Setting> declared, boolean executor) {
    List<Difference> differences = new ArrayList<>();
    for (String key :
        Stream.concat(given.keySet().stream(), declared.keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new))) {
      Difference difference = new Difference(key, given.get(key), declared.get(key));
      if (!difference.isNone(executor)) {
        differences.add(difference);
      }
    }
    return differences;
  }

  private boolean isNone(boolean executor) {
    return isSame()
        || (executor && declared == null && GovernedKeys.isPasswordOfHadoop(key))
        || (executor
            && (GovernedKeys.isStaticKey(key) || (key.equals(BUFFERS) && isWrittenAlike())))
        || (given != null && Wiring.isOwn(key, given.value()));
  }

  /** What is set to nothing is not unset: S3A may have a default for the one and not the other. */
  private boolean isSame() {
    return (given == null || declared != null) && value(given).equals(value(declared));
  }

  private boolean isWrittenAlike() {
    return given != null && declared != null && given.written().equals(declared.written());
  }

  private static String value(@Nullable Setting setting) {
    return setting == null ? "" : setting.value();
  }

  /** Whether an open declaration leaves this to a running driver. */
  boolean mayBeChosen() {
    return GovernedKeys.isOpen(key);
  }

  /** Has a configuration of the launch say what was given. */
  void choose(Configuration conf, Optional<String> bucket) {
    conf.unset(key);
    bucket.ifPresent(own -> conf.unset(GovernedKeys.ofBucket(key, own)));
    if (given != null) {
      conf.set(given.name(), given.written(), given.source());
    }
  }

  /**
   * The refusal of a configuration.
   *
   * @param opened what the configuration was given for, for the message
   * @param differences what it differs in; at least one
   * @param keyPrefix what stands before a key where the launch sets it
   * @param advice what follows after the advice that each refusal gives
   * @param executor whether this process is an executor
   */
  static ConfigException refusal(
      String opened,
      List<Difference> differences,
      String keyPrefix,
      String advice,
      boolean executor) {
    Difference first = differences.get(0);
    String more =
        switch (differences.size()) {
          case 1 -> "";
          case 2 -> " (and 1 more key differs)";
          default -> " (and " + (differences.size() - 1) + " more keys differ)";
        };
    boolean ofThisMachine = executor && first.declared != null && first.declared.isOfFile();
    return new ConfigException(
        opened
            + ": "
            + first.told()
            + ", but "
            + first.declaredAs(ofThisMachine)
            + more
            + ". Who signs, and where requests go, is declared by whoever starts the application: set "
            + keyPrefix
            + first.name()
            + " at launch, or "
            + (ofThisMachine ? "take it out of this machine's files" : "do without it here")
            + advice,
        null);
  }

  private String name() {
    return given != null ? given.shownName() : OneLine.of(key, LONGEST);
  }

  private String told() {
    return given == null
        ? name() + " is not set"
        : name() + " = " + given.shown() + " (" + given.source() + ")";
  }

  private String declaredAs(boolean ofThisMachine) {
    if (declared == null || declared.value().isEmpty()) {
      return "this application was started with none";
    }
    if (ofThisMachine) {
      return "this executor's own files say " + declared.shown() + " (" + declared.source() + ")";
    }
    return "this application was started with "
        + declared.shown()
        + (isWrittenAlike() ? " and another value of its variables" : "");
  }

  /** The advice that goes with a key that an open declaration would leave to the driver. */
  static String adviceToOpen(String keyPrefix) {
    return ". "
        + keyPrefix
        + RolecallKeys.DECLARATION.name()
        + " = open, at launch, lets a driver with one user choose roles later";
  }

  /** The key; no values. */
  @Override
  public String toString() {
    return key;
  }
}
