package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy with its wildcards and variables. Immutable.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">AWS's
 *     policy variables</a>
 */
final class Template {
  private final String text;
  private final List<Piece> pieces;
  private final int flags;

  /** What it comes to without variables; null with some. */
  private final @Nullable Pattern fixed;

  /** A part of the text as a regular expression. */
  interface Piece {
    /** Null where a variable has no value. */
    @Nullable String regex(RequestContext context);
  }

  Template(String text, List<Piece> pieces, boolean isFixed, boolean ignoresCase) {
    this.text = text;
    this.pieces = List.copyOf(pieces);
    this.flags =
        Pattern.DOTALL | (ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    this.fixed = isFixed ? pattern(RequestContext.empty()) : null;
  }

  /** Whether a value is what this text says; one with a variable without value matches none. */
  boolean matches(String value, RequestContext context) {
    Pattern pattern = fixed == null ? pattern(context) : fixed;
    return pattern != null && pattern.matcher(value).matches();
  }

  /** As it stands in the policy. */
  @Override
  public String toString() {
    return text;
  }

  private @Nullable Pattern pattern(RequestContext context) {
    List<String> regex = new ArrayList<>();
    for (Piece piece : pieces) {
      String part = piece.regex(context);
      if (part == null) {
        return null;
      }
      regex.add(part);
    }
    return Pattern.compile(String.join("", regex), flags);
  }
}
