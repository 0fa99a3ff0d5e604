package io.rolecall.localaws.policy;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A condition key that requests here can have. Others are refused: a policy that tests one would
 * not say what it says on AWS.
 *
 * @param name in lower case
 */
record ContextKey(String name) {
  private static final Set<String> SINGLE_VALUED =
      Set.of(
          "aws:principalaccount",
          "aws:principalarn",
          "aws:principaltype",
          "aws:sourceidentity",
          "aws:tokenissuetime",
          "aws:userid",
          "aws:username",
          "s3:delimiter",
          "s3:prefix",
          "saml:aud",
          "saml:iss",
          "saml:sub",
          "sts:externalid",
          "sts:rolesessionname",
          "sts:sourceidentity");
  private static final Set<String> MULTIVALUED = Set.of("aws:tagkeys", "sts:transitivetagkeys");
  private static final Pattern TAG = Pattern.compile("aws:(principal|request)tag/.+");

  /** An issuer's host with its path, but without {@code https://}. */
  private static final Pattern WEB_IDENTITY =
      Pattern.compile("(localhost|[\\w-]+\\.[^:]*)(:\\d+.*)?:(aud|sub)");

  static ContextKey parse(String text) throws MalformedPolicyException {
    String name = text.toLowerCase(Locale.ROOT);
    if (SINGLE_VALUED.contains(name)
        || MULTIVALUED.contains(name)
        || TAG.matcher(name).matches()
        || WEB_IDENTITY.matcher(name).matches()) {
      return new ContextKey(name);
    }
    throw new MalformedPolicyException("Unsupported condition key " + text + '.');
  }

  /** Those that have one name. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(SINGLE_VALUED);
    names.addAll(MULTIVALUED);
    return names;
  }

  boolean isMultivalued() {
    return MULTIVALUED.contains(name);
  }
}
