package io.rolecall.cli.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which configuration keys hold secrets, by their names. */
public final class SecretKeys {

  private static final Pattern SECRET =
      Pattern.compile(
          "secret|password|passphrase|session\\.?(token|key)|access\\.?token|encryption\\.key"
              + "|credential$|assertion$");

  private static final Pattern SETTING = Pattern.compile("([\\w.-]+)=[^'\\s,]+");

  private SecretKeys() {}

  /**
   * A message that quotes a command line, without the secrets in it.
   *
   * @param message the message
   * @return the same, with dots for secrets
   */
  public static String masked(String message) {
    return SETTING
        .matcher(message)
        .replaceAll(
            setting ->
                Matcher.quoteReplacement(
                    isSecret(setting.group(1)) ? setting.group(1) + "=..." : setting.group()));
  }

  /** Whether a key's value must not be seen. */
  static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
  }
}
