package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.Policies;
import io.rolecall.localaws.policy.Requester;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Somebody who can sign a request. Immutable. */
public sealed interface Principal permits User, RoleSession {
  /**
   * What each kind means to whoever asks. There is no other way to tell them apart.
   *
   * @return the answer; may be null
   */
  default <R extends @Nullable Object> R match(
      Function<? super User, ? extends R> user,
      Function<? super RoleSession, ? extends R> session) {
    return match(new Cases<>(user, session));
  }

  /** The same; so that no kind knows another. */
  <R extends @Nullable Object> R match(Cases<R> cases);

  /**
   * What each kind means.
   *
   * @param user to a user
   * @param session to a role's session
   */
  record Cases<R extends @Nullable Object>(
      Function<? super User, ? extends R> user,
      Function<? super RoleSession, ? extends R> session) {}

  /** How the access log and AWS's messages name it. */
  String arn();

  String accountId();

  /** What GetCallerIdentity calls the user id. */
  String userId();

  AccessKey accessKey();

  /** By which ARN policies mostly name it: of a role's session, by the role's. */
  default String identity() {
    return match(User::arn, session -> session.role().arn());
  }

  /** How policies know it. */
  Requester requester();

  /** What it may do. */
  Policies policies();
}
