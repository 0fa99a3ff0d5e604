package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a location is accessed: with a session of a role, as the base identity itself, or without any
 * identity.
 */
public sealed interface Access {

  /**
   * What each kind of access means to the caller. There is no other way to tell them apart: a kind
   * that comes later cannot be taken for one that was there before.
   *
   * @param role for a role
   * @param base for a base identity
   * @param anonymous for a location whose requests are not signed
   * @param nobody for a location that is closed to the user
   * @param <R> the answer's type
   * @return the answer
   */
  <R> R match(
      Function<? super Role, ? extends R> role,
      Function<? super Base, ? extends R> base,
      Function<? super Anonymous, ? extends R> anonymous,
      Function<? super Nobody, ? extends R> nobody);

  /**
   * The role, if it is one: for what is done with roles alone.
   *
   * @return the role; empty for another kind of access
   */
  default Optional<Role> toRole() {
    return this.<Optional<Role>>match(
        Optional::of,
        base -> Optional.empty(),
        anonymous -> Optional.empty(),
        nobody -> Optional.empty());
  }

  /**
   * Whether the location is routed, but for others than the caller.
   *
   * @return true for {@link Nobody}
   */
  default boolean isClosed() {
    return match(role -> false, base -> false, anonymous -> false, nobody -> true);
  }

  /**
   * A base identity: no role. Only processes that hold base identities (the driver) can use such a
   * route.
   *
   * @param identity the base identity; one that has credentials of its own
   */
  record Base(IdentitySource identity) implements Access {

    /** Checks that there are credentials. */
    public Base {
      requireNonNull(identity, "identity");
      identity.match(
          own -> own,
          signIn -> {
            throw new InvalidRouteException(
                signIn + " is a sign-in to a role; name the 'role', and the identity in 'by'");
          });
    }

    /** The base identity where none is configured. */
    public Base() {
      this(new OwnCredentials.DefaultChain());
    }

    @Override
    public <R> R match(
        Function<? super Role, ? extends R> role,
        Function<? super Base, ? extends R> base,
        Function<? super Anonymous, ? extends R> anonymous,
        Function<? super Nobody, ? extends R> nobody) {
      return base.apply(this);
    }

    @Override
    public String toString() {
      return "base identity";
    }
  }

  /**
   * No identity: requests are sent without a signature, as S3 takes them for public buckets. Every
   * process can use such a route: there is nothing that it would have to hold.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html">Bucket
   *     policies that grant everybody access</a>
   */
  record Anonymous() implements Access {

    @Override
    public <R> R match(
        Function<? super Role, ? extends R> role,
        Function<? super Base, ? extends R> base,
        Function<? super Anonymous, ? extends R> anonymous,
        Function<? super Nobody, ? extends R> nobody) {
      return anonymous.apply(this);
    }

    @Override
    public String toString() {
      return "anonymous";
    }
  }

  /**
   * Nobody: the location is routed, but for others than the caller.
   *
   * @param why what to tell whoever tries
   */
  record Nobody(String why) implements Access {

    /** Checks that it is said. */
    public Nobody {
      requireNonNull(why, "why");
    }

    @Override
    public <R> R match(
        Function<? super Role, ? extends R> role,
        Function<? super Base, ? extends R> base,
        Function<? super Anonymous, ? extends R> anonymous,
        Function<? super Nobody, ? extends R> nobody) {
      return nobody.apply(this);
    }

    @Override
    public String toString() {
      return "nobody";
    }
  }

  /**
   * A role, assumed by the base identity or, in a chain, by a session of the role before it. Equal
   * values share one session per job.
   *
   * @param role the role
   * @param externalId the external id that the role's trust policy asks for
   * @param terms what the session is asked for
   * @param sts the STS endpoint that is asked
   * @param through the role whose session assumes this one; absent if the base identity does
   * @param by the base identity at the start
   */
  record Role(
      RoleArn role,
      Optional<String> externalId,
      SessionTerms terms,
      StsEndpoint sts,
      @Nullable Role through,
      IdentitySource by)
      implements Access {

    /** Checked here: STS quotes an external id that it finds malformed. */
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]*");

    /** Checks what can be checked without asking STS. */
    public Role {
      requireNonNull(role, "role");
      requireNonNull(terms, "terms");
      requireNonNull(sts, "sts");
      requireNonNull(by, "by");
      if (through != null && !through.by.equals(by)) {
        throw new IllegalArgumentException("a chain has one base identity, at its start");
      }
      externalId.ifPresent(
          id -> {
            if (id.length() < 2 || id.length() > 1224) {
              throw new InvalidRouteException(
                  "the external id has " + id.length() + " characters: AWS allows 2 to 1224");
            }
            if (!EXTERNAL_ID.matcher(id).matches()) {
              throw new InvalidRouteException(
                  "the external id has a character that AWS does not allow: expected letters,"
                      + " digits and _+=,.@:/-");
            }
          });
      sts.checkDuration(terms.duration());
    }

    /**
     * A role by the base identity of the role before it, or by the SDK's default chain.
     *
     * @param role the role
     * @param externalId the external id that the role's trust policy asks for
     * @param terms what the session is asked for
     * @param sts the STS endpoint that is asked
     * @param through the role whose session assumes this one; absent if the base identity does
     */
    public Role(
        RoleArn role,
        Optional<String> externalId,
        SessionTerms terms,
        StsEndpoint sts,
        @Nullable Role through) {
      this(
          role,
          externalId,
          terms,
          sts,
          through,
          through == null ? new OwnCredentials.DefaultChain() : through.by);
    }

    @Override
    public <R> R match(
        Function<? super Role, ? extends R> role,
        Function<? super Base, ? extends R> base,
        Function<? super Anonymous, ? extends R> anonymous,
        Function<? super Nobody, ? extends R> nobody) {
      return role.apply(this);
    }

    /**
     * The role that the base identity assumes.
     *
     * @return the first role of the chain; this one where there is no chain
     */
    public Role first() {
      Role first = this;
      for (Role next = through; next != null; next = next.through()) {
        first = next;
      }
      return first;
    }

    /**
     * The same role, whose sessions have another session policy. Those of the roles before it keep
     * theirs: they have to assume the next.
     *
     * @param policy the policy (JSON)
     * @return the role
     */
    public Role with(String policy) {
      return new Role(role, externalId, terms.with(policy), sts, through, by);
    }

    /**
     * A short name for exactly this role with exactly these terms, which other processes can
     * compare.
     *
     * @return 32 hexadecimal digits
     */
    public String fingerprint() {
      List<Object> parts =
          new ArrayList<>(
              List.of(
                  role,
                  externalId,
                  terms.duration(),
                  terms.sessionName(),
                  terms.policy(),
                  terms.sourceIdentity(),
                  sts.region(),
                  sts.endpoint(),
                  through == null ? "" : through.fingerprint()));
      terms.tags().forEach((key, value) -> parts.addAll(List.of(key, value)));
      if (through == null && !by.distinction().isEmpty()) {
        // Not a tag: those come in pairs.
        parts.add(by.distinction());
      }
      if (!sts.reachedAs().isEmpty()) {
        parts.add("STS as reached for " + sts.reachedAs());
      }
      return Fingerprint.of(parts);
    }

    /** The role, with the roles that lead to it: {@code role <- role <- base identity}. */
    @Override
    public String toString() {
      return through == null ? role.toString() : role + " <- " + through;
    }
  }
}
