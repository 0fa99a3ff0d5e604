package io.rolecall.delegation;

import io.rolecall.config.RolecallKeys;
import io.rolecall.declaration.Declarations;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/** The buckets that a job has tokens of. */
final class JobBuckets {

  private JobBuckets() {}

  /** The named buckets, else those that executors of the current user can access; sorted. */
  static List<String> of(Configuration conf) throws IOException {
    List<String> named =
        Declarations.base(conf)
            .ofAll()
            .find(RolecallKeys.TOKEN_LOCATIONS)
            .orElse(List.of())
            .stream()
            .map(S3Location::bucket)
            .distinct()
            .sorted()
            .toList();
    return named.isEmpty() ? forExecutors(conf) : named;
  }

  /** The buckets that executors of the current user can access, sorted. */
  private static List<String> forExecutors(Configuration conf) throws IOException {
    HadoopUser caller = HadoopUser.of(UserGroupInformation.getCurrentUser());
    RouteBook book = Declarations.base(conf);
    return book.buckets().stream()
        .filter(
            bucket ->
                book.of(bucket, caller).routes().byPrefix().values().stream()
                    .anyMatch(
                        route ->
                            route
                                .access()
                                .match(
                                    role -> true, base -> false, anonymous -> true, no -> false)))
        .toList();
  }
}
