package io.rolecall.supply.tokens;

import io.rolecall.supply.tokens.Minting.LateRole;
import io.rolecall.supply.tokens.Minting.Minted;
import io.rolecall.supply.tokens.Minting.Term;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells which roles cannot be renewed while others can: that the next session does not come, that
 * there is none any more, and the end of both. Each once. Not thread-safe.
 */
final class RoleNews {

  private final String where;
  private final Consumer<String> tell;

  /** What was told of a role last: whether it had a session. */
  private final Map<String, Boolean> told = new HashMap<>();

  /**
   * Nothing is told yet.
   *
   * @param where where the tokens go, for messages
   * @param tell is told, a line at a time
   */
  RoleNews(String where, Consumer<String> tell) {
    this.where = where;
    this.tell = tell;
  }

  /** New tokens were minted. */
  void minted(Minted minted) {
    Set<String> late = minted.late().stream().map(LateRole::role).collect(Collectors.toSet());
    told.keySet()
        .removeIf(
            role -> {
              boolean renewed = !late.contains(role);
              if (renewed) {
                tell.accept(where + ": " + role + " is renewed again");
              }
              return renewed;
            });
    Optional<Instant> rest = minted.terms().stream().map(Term::end).min(Comparator.naturalOrder());
    for (LateRole role : minted.late()) {
      boolean serves = role.until().isPresent();
      if (!Boolean.valueOf(serves).equals(told.put(role.role(), serves))) {
        tell.accept(where + ": " + line(role, rest));
      }
    }
  }

  private static String line(LateRole late, Optional<Instant> rest) {
    String others = rest.map(end -> "; all others serve until " + end + " at least").orElse("");
    String since = late.role() + ", not renewed since " + late.since() + ": " + late.why();
    return late.until()
        .map(until -> since + ". Its session serves until " + until + others)
        .orElseGet(() -> "without " + since + others);
  }
}
