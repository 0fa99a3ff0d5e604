package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a role that depends on who calls: {@code {user}} and {@code {group}} in its name or
 * path stand for the Hadoop user and for a group of the user's.
 *
 * <p>Names come from whoever manages users, and not from who wrote the routes. So what is put into
 * an ARN is letters, digits, {@code _}, {@code .} and {@code -} alone, and two names in one ARN are
 * parted by a {@code /}: else {@code a-b} with {@code c} would have the role of {@code a} with
 * {@code b-c}.
 *
 * @param text the ARN, with one placeholder at least
 */
public record RoleTemplate(String text) {

  /** What {@link #isName} takes, for messages. */
  public static final String NAMES =
      "up to 64 letters, digits, '_', '.' and '-', and no '.' or '-' before them";

  private static final String USER = "{user}";
  private static final String GROUP = "{group}";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*}");

  /** Two of them without a slash between. */
  private static final Pattern TOO_CLOSE = Pattern.compile("}[^/]*\\{");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  /**
   * Checks it for whoever may call.
   *
   * @throws InvalidRouteException if it is no role's ARN for any user
   */
  public RoleTemplate {
    requireNonNull(text, "text");
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      if (!Set.of(USER, GROUP).contains(placeholder.group())) {
        throw new InvalidRouteException(
            "'" + placeholder.group() + "' in the role '" + text + "': expected {user} or {group}");
      }
    }
    int name = text.indexOf(":role/");
    if (name < 0 || text.indexOf('{') < name) {
      throw new InvalidRouteException(
          "the role '"
              + text
              + "' depends on who calls before its name: expected"
              + " arn:aws:iam::<account>:role/ and then {user} or {group}");
    }
    if (TOO_CLOSE.matcher(text).find()) {
      throw new InvalidRouteException(
          "the role '"
              + text
              + "' has two names without a '/' between them, so that different callers could get"
              + " the same role: put one into the role's path");
    }
    try {
      RoleArn.parse(PLACEHOLDER.matcher(text).replaceAll("x"));
    } catch (InvalidRouteException e) {
      throw new InvalidRouteException(
          "'"
              + text
              + "' is not a role ARN for any user: expected"
              + " arn:aws:iam::<account>:role/<name with {user} or {group}>");
    }
  }

  /**
   * Whether a text is to be read as a template. Other braces may be in a role's path.
   *
   * @param role what stands for a role
   * @return true if it is one, valid or not
   */
  public static boolean isTemplate(String role) {
    return role.startsWith("arn:") && (role.contains(USER) || role.contains(GROUP));
  }

  /**
   * Whether a name can be part of a role's ARN.
   *
   * @param name a user's or a group's
   * @return false for one that could change what the ARN around it means
   */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Whether the role depends on the user's name.
   *
   * @return true if it has {@code {user}}
   */
  public boolean hasUser() {
    return text.contains(USER);
  }

  /**
   * Whether the role depends on a group.
   *
   * @return true if it has {@code {group}}
   */
  public boolean hasGroup() {
    return text.contains(GROUP);
  }

  /**
   * The role of a user and a group.
   *
   * @param user the user's name; one that {@link #isName} takes, if the template has it
   * @param group the group's name; likewise
   * @return the ARN
   */
  public String of(String user, String group) {
    if ((hasUser() && !isName(user)) || (hasGroup() && !isName(group))) {
      throw new IllegalArgumentException("no name of a role: expected " + NAMES);
    }
    return text.replace(USER, user).replace(GROUP, group);
  }

  /**
   * A pattern of all roles that may come of it, whoever calls.
   *
   * @return a regular expression of Java's for the whole ARN
   */
  public String widest() {
    StringBuilder pattern = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int from = 0;
    while (placeholder.find()) {
      pattern.append(escaped(text.substring(from, placeholder.start()))).append(NAME.pattern());
      from = placeholder.end();
    }
    return pattern.append(escaped(text.substring(from))).toString();
  }

  private static String escaped(String literal) {
    return literal.replaceAll("[^A-Za-z0-9_:/@=,-]", "\\\\$0");
  }

  /** The ARN with its placeholders. */
  @Override
  public String toString() {
    return text;
  }
}
