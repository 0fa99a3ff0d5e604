package io.rolecall.token;

import io.rolecall.grant.SessionGrant;
import io.rolecall.session.Session;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.io.Text;

/**
 * What a token's identifier tells of its sessions: Hadoop prints identifiers, so it holds no
 * secret, and of a bucket with very many routes only the first.
 *
 * @param routes the locations, sorted
 * @param roles the role ARNs, each with when its session ends, sorted
 */
record TokenOutline(Listing routes, Listing roles) {

  private static final int SHOWN = 50;
  private static final int MAX_COUNT = 100_000;
  private static final int MAX_TEXT = 8192;

  /**
   * The first of a list.
   *
   * @param shown the first ones
   * @param count how many there are in all
   */
  record Listing(List<String> shown, int count) {

    Listing {
      shown = List.copyOf(shown);
    }

    private static Listing of(Stream<String> texts) {
      List<String> all = texts.sorted().toList();
      return new Listing(all.subList(0, Math.min(all.size(), SHOWN)), all.size());
    }

    private void write(DataOutput out) throws IOException {
      out.writeInt(count);
      out.writeInt(shown.size());
      for (String text : shown) {
        Text.writeString(out, text, MAX_TEXT);
      }
    }

    private static Listing read(DataInput in) throws IOException {
      int count = in.readInt();
      int size = in.readInt();
      if (size < 0 || size > SHOWN || count < size || count > MAX_COUNT) {
        throw new DelegationTokenIOException(
            "Rolecall token that lists %d of %d routes or roles: at most %d of %d"
                .formatted(size, count, SHOWN, MAX_COUNT));
      }
      String[] shown = new String[size];
      for (int i = 0; i < size; i++) {
        shown[i] = Text.readString(in, MAX_TEXT);
      }
      return new Listing(List.of(shown), count);
    }

    @Override
    public String toString() {
      return count == shown.size()
          ? shown.toString()
          : shown.toString().replaceFirst("]$", ", ... (" + count + " in all)]");
    }
  }

  static TokenOutline of(SessionGrant grant) {
    return new TokenOutline(
        Listing.of(grant.routes().stream().map(route -> route.place().toString())),
        Listing.of(grant.roles().values().stream().map(TokenOutline::text)));
  }

  static TokenOutline empty() {
    return new TokenOutline(new Listing(List.of(), 0), new Listing(List.of(), 0));
  }

  private static String text(SessionGrant.GrantedRole role) {
    Session session = role.session();
    return role.arn() + (session == null ? " without a session" : " until " + session.expiration());
  }

  void write(DataOutput out) throws IOException {
    routes.write(out);
    roles.write(out);
  }

  static TokenOutline read(DataInput in) throws IOException {
    return new TokenOutline(Listing.read(in), Listing.read(in));
  }
}
