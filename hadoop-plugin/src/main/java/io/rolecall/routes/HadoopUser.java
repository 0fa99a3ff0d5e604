package io.rolecall.routes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Groups;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.UserGroupInformation.AuthenticationMethod;
import org.jspecify.annotations.Nullable;

/**
 * The Hadoop user whom routes are chosen for. Thread-safe.
 *
 * <p>Groups are looked up when a route asks for one, because that may mean a call to a directory.
 */
public final class HadoopUser {

  private final String user;
  private final boolean isAuthenticated;
  private final Supplier<Set<String>> lookup;
  private volatile @Nullable Set<String> groups;

  private HadoopUser(String user, boolean isAuthenticated, Supplier<Set<String>> lookup) {
    this.user = requireNonNull(user);
    this.isAuthenticated = isAuthenticated;
    this.lookup = lookup;
  }

  /**
   * The caller that a UGI stands for.
   *
   * @param user the UGI
   * @return the caller, with the groups that Hadoop's group mapping gives
   */
  public static HadoopUser of(UserGroupInformation user) {
    return new HadoopUser(
        user.getShortUserName(),
        UserGroupInformation.isSecurityEnabled() && isProven(user),
        () -> new TreeSet<>(user.getGroups()));
  }

  /**
   * Whether somebody has proven, on a secure cluster, to be this user. A proxy user is who its real
   * user says ({@code HADOOP_PROXY_USER}, {@code --proxy-user}): HDFS and YARN check whether that
   * one may, and S3 does not. Without a ticket, Hadoop takes the operating system's user; YARN's
   * containers have tokens in place of a ticket. Who writes the process's environment can put a
   * token there: this keeps names apart among those who do not, and nobody out who has the base
   * identity.
   */
  static boolean isProven(UserGroupInformation user) {
    return user.getRealUser() == null
        && (user.getAuthenticationMethod() != AuthenticationMethod.SIMPLE
            || !user.getTokens().isEmpty());
  }

  /**
   * The current Hadoop user.
   *
   * @return the caller
   */
  public static HadoopUser current() {
    try {
      return of(UserGroupInformation.getCurrentUser());
    } catch (IOException e) {
      throw new UncheckedIOException("the current Hadoop user cannot be determined", e);
    }
  }

  /**
   * A user who is asked about, and would have logged in where the configuration says so. The groups
   * are those of its group mapping, though this process may have started with another.
   *
   * @param user the user's short name
   * @param conf names the group mapping
   * @return the caller; a user whom the mapping does not know has no groups
   */
  public static HadoopUser of(String user, Configuration conf) {
    return new HadoopUser(user, isSecure(conf), () -> groups(user, conf));
  }

  /**
   * A user of this process, as a job with a configuration would know them.
   *
   * @param user the UGI, who has or has not proven who they are
   * @param conf says whether there is Kerberos, and names the group mapping
   * @return the caller
   */
  public static HadoopUser of(UserGroupInformation user, Configuration conf) {
    String name = user.getShortUserName();
    return new HadoopUser(name, isSecure(conf) && isProven(user), () -> groups(name, conf));
  }

  private static boolean isSecure(Configuration conf) {
    return SecurityUtil.getAuthenticationMethod(conf) != AuthenticationMethod.SIMPLE;
  }

  private static Set<String> groups(String user, Configuration conf) {
    try {
      return new TreeSet<>(new Groups(conf).getGroups(user));
    } catch (IOException e) {
      return Set.of(); // As Hadoop's users have none whom the mapping does not know.
    }
  }

  static HadoopUser of(String user, String... groups) {
    return new HadoopUser(user, true, () -> Set.of(groups));
  }

  /** One whose name nobody has proven. */
  static HadoopUser unproven(String user, String... groups) {
    return new HadoopUser(user, false, () -> Set.of(groups));
  }

  /**
   * The user's short name.
   *
   * @return the name
   */
  public String user() {
    return user;
  }

  /**
   * Whether Kerberos, or a token that was got with it, has proven the name: else it is what {@code
   * HADOOP_USER_NAME} or {@code HADOOP_PROXY_USER} says, or that of the operating system's user.
   *
   * @return false for proxy users, and where there is no Kerberos
   */
  public boolean isAuthenticated() {
    return isAuthenticated;
  }

  /**
   * Whether a route asked for the user's groups so far: then what was found depends on them.
   *
   * @return whether they were looked up
   */
  public boolean groupsWereAsked() {
    return groups != null;
  }

  Set<String> groups() {
    Set<String> known = groups;
    if (known == null) {
      known = lookup.get();
      groups = known;
    }
    return known;
  }

  /** The user's name. */
  @Override
  public String toString() {
    return user;
  }
}
