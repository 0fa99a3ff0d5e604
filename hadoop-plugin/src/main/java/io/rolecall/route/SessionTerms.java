package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What STS is asked for besides the role.
 *
 * <p>Session name, tag values and source identity are templates: {@code {job}}, {@code {name}} and
 * {@code {user}} stand for the job's id, the job's name and the Hadoop user.
 *
 * @param duration how long a session lasts
 * @param sessionName template of the role session name
 * @param policy session policy (JSON), which narrows what the role may do
 * @param tags templates of the session tags; the role's trust policy must allow {@code
 *     sts:TagSession}
 * @param sourceIdentity template of the source identity; the trust policy must allow {@code
 *     sts:SetSourceIdentity}
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public record SessionTerms(
    Duration duration,
    String sessionName,
    Optional<String> policy,
    Map<String, String> tags,
    Optional<String> sourceIdentity) {

  /** How many characters STS takes in a session policy. */
  public static final int MAX_POLICY = 2048;

  private static final int MAX_TAGS = 50;

  /** Others would be wildcards or variables in the policies that name them. */
  private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}");

  /** Checks AWS's limits and copies the tags. */
  public SessionTerms {
    requireNonNull(duration, "duration");
    requireNonNull(sessionName, "sessionName");
    requireNonNull(sourceIdentity, "sourceIdentity");
    policy.ifPresent(
        text -> {
          if (text.length() > MAX_POLICY) {
            throw new InvalidRouteException(
                "the session policy has "
                    + text.length()
                    + " characters: AWS allows "
                    + MAX_POLICY);
          }
        });
    if (tags.size() > MAX_TAGS) {
      throw new InvalidRouteException(
          tags.size() + " session tags: AWS allows " + MAX_TAGS + " per session");
    }
    tags.keySet().stream()
        .filter(key -> !TAG_KEY.matcher(key).matches())
        .findFirst()
        .ifPresent(
            key -> {
              throw new InvalidRouteException(
                  "session tag '"
                      + key
                      + "': a tag's key has 1 to 128 letters, digits, spaces, '_', '.', ':', '/', '=',"
                      + " '+', '-', '@'");
            });
    tags.forEach(
        (key, value) -> {
          if (value == null) {
            throw new InvalidRouteException("session tag '" + key + "' has no value");
          }
        });
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /**
   * The same terms with another session policy.
   *
   * @param narrower the policy (JSON)
   * @return the terms
   */
  public SessionTerms with(String narrower) {
    return new SessionTerms(duration, sessionName, Optional.of(narrower), tags, sourceIdentity);
  }
}
