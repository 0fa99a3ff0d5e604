package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.RolecallKeys;
import io.rolecall.session.SessionException;
import io.rolecall.text.OneLine;

/**
 * Who a session is for, as session names, tags and source identities tell it.
 *
 * @param id the job's id, for example a Spark application id
 * @param name the job's name; empty if it has none
 * @param user the Hadoop user
 */
public record JobIdentity(String id, String name, String user) {

  private static final int MAX_SESSION_NAME = 64;
  private static final int MAX_TAG_VALUE = 256;

  /** Checks that nothing is null. */
  public JobIdentity {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(user, "user");
  }

  /**
   * A role session name: only the characters that AWS allows, at most 64. When it is too long, all
   * of it but the job's id is shortened.
   *
   * @param template the template
   * @return the name, 2 to 64 characters of {@code [\w+=,.@-]}
   */
  public String sessionName(String template) {
    String full = clean(expand(template));
    if (full.length() > MAX_SESSION_NAME) {
      full = shortened(template);
    }
    return full.length() < 2 ? full + "--" : full;
  }

  /** As much of what stands before the job's id as fits, and the id. */
  private String shortened(String template) {
    int place = template.indexOf("{job}");
    if (place < 0) {
      return clean(expand(template)).substring(0, MAX_SESSION_NAME);
    }
    String jobId = clean(id);
    int room = MAX_SESSION_NAME - jobId.length();
    if (room < 2) {
      return jobId.substring(0, Math.min(jobId.length(), MAX_SESSION_NAME));
    }
    String before = clean(expand(template.substring(0, place)));
    return before.length() <= room ? before + jobId : before.substring(0, room - 1) + "-" + jobId;
  }

  /**
   * A source identity: only the characters that AWS allows. It may be what policies tell users
   * apart by, so that no user's name is changed or cut.
   *
   * @param template the template
   * @return the source identity, 2 to 64 characters of {@code [\w+=,.@-]}
   * @throws SessionException if the user's name has other characters, or it is too short or long
   * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AWS:
   *     AssumeRole</a>
   */
  public String sourceIdentity(String template) throws SessionException {
    String full = clean(expand(template));
    boolean fits = full.length() >= 2 && full.length() <= MAX_SESSION_NAME;
    if (!fits || (isOfUser(template) && !clean(user).equals(user))) {
      throw refused(
          "'sourceIdentity' (" + RolecallKeys.SOURCE_IDENTITY.name() + ")",
          template,
          "2 to 64 characters, and in the user's name A-Z a-z 0-9 _+=,.@-");
    }
    return full;
  }

  /**
   * A tag's value: only the characters that AWS allows, at most 256. It may be what policies tell
   * users apart by, so that no user's name is changed or cut.
   *
   * @param template the template
   * @return the value
   * @throws SessionException if the user's name has other characters, or it is too long with one
   */
  public String tagValue(String template) throws SessionException {
    String value = taggable(expand(template));
    if (isOfUser(template) && (value.length() > MAX_TAG_VALUE || !taggable(user).equals(user))) {
      throw refused(
          "'tags' (" + RolecallKeys.SESSION_TAGS.name() + ")",
          template,
          "256 characters at most, and in the user's name letters, digits, spaces and _.:/=+-@");
    }
    return value.substring(0, Math.min(value.length(), MAX_TAG_VALUE));
  }

  private static boolean isOfUser(String template) {
    return template.contains("{user}");
  }

  private SessionException refused(String field, String template, String expected) {
    return new SessionException(
        SessionException.Kind.PERMANENT,
        field
            + " = '"
            + template
            + "' is nothing that AWS takes for user '"
            + OneLine.of(user, MAX_TAG_VALUE)
            + "': expected "
            + expected
            + ". It is not shortened or rewritten, because two users could become one. Leave {user} out"
            + " there, or run the job as a user with another name",
        null);
  }

  private static String taggable(String text) {
    return text.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
  }

  private String expand(String template) {
    return template.replace("{job}", id).replace("{name}", name).replace("{user}", user);
  }

  private static String clean(String text) {
    return text.replaceAll("[^\\w+=,.@-]", "_");
  }
}
