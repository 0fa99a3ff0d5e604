package io.rolecall.identity;

import io.rolecall.route.OwnCredentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/**
 * Why each source of the SDK's default chain gives no credentials. The SDK tells it in one text
 * alone, in which it also lists every profile.
 */
final class ChainFailures {

  private static final String WHOSE = "CredentialsProvider(";
  private static final String SOURCE = "\\w+CredentialsProvider\\(";

  /** What the chain's sources are called in messages. */
  private static final Map<String, String> NAMES =
      Map.of(
          "SystemProperty", "system properties",
          "EnvironmentVariable", "environment",
          "WebIdentityToken", "web identity",
          "Profile", "profile",
          "Container", "container",
          "InstanceProfile", "instance profile");

  private ChainFailures() {}

  static String explain(Throwable failure, OwnCredentials.DefaultChain chain) {
    String advice =
        ". Give the driver a profile, environment variables, a web identity or an instance profile";
    String what = "base identity from " + chain;
    Map<String, String> reasons = reasons(Causes.text(failure));
    if (reasons.isEmpty()) {
      Throwable named =
          failure instanceof RuntimeException thrown ? ProfileFiles.malformed(thrown) : failure;
      return what + ": " + ProfileFailures.reason(named) + advice;
    }
    List<String> said = new ArrayList<>();
    reasons.forEach((source, reason) -> said.add(source + ": " + reason));
    return what + " found none (" + String.join("; ", said) + ")" + advice;
  }

  /** The reasons, by what the sources are called; empty if the text is not the chain's. */
  private static Map<String, String> reasons(String text) {
    Map<String, String> reasons = new LinkedHashMap<>();
    int start = text.indexOf(" : [");
    if (start < 0) {
      return reasons;
    }
    for (String part : text.substring(start + 4).split(",\\s*(?=" + SOURCE + ")")) {
      int name = part.indexOf(WHOSE);
      int end = part.indexOf("): ");
      if (name > 0 && end > 0) {
        String source = part.substring(0, name);
        reasons.put(
            NAMES.getOrDefault(source, source),
            reason(part.substring(end + 3).replaceAll("]$", "")));
      }
    }
    return reasons;
  }

  private static String reason(String text) {
    RuntimeException told = new IllegalStateException(text);
    return ProfileFailures.reason(ProfileFailures.isProcess(told) ? again(told) : told);
  }

  /** The chain drops what a command said, so the command is asked once more. */
  private static RuntimeException again(RuntimeException told) {
    try (ProfileCredentialsProvider profile = ProfileCredentialsProvider.create()) {
      profile.resolveCredentials();
      return told;
    } catch (RuntimeException e) {
      return e;
    }
  }
}
