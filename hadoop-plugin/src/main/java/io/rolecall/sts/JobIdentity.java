package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

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
   * A role session name or source identity: only the characters that AWS allows, at most 64. When
   * it is too long, all of it but the job's id is shortened.
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
   * A tag's value: only the characters that AWS allows, at most 256.
   *
   * @param template the template
   * @return the value
   */
  public String tagValue(String template) {
    String value = expand(template).replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
    return value.substring(0, Math.min(value.length(), MAX_TAG_VALUE));
  }

  private String expand(String template) {
    return template.replace("{job}", id).replace("{name}", name).replace("{user}", user);
  }

  private static String clean(String text) {
    return text.replaceAll("[^\\w+=,.@-]", "_");
  }
}
