package io.rolecall.declaration;

import io.rolecall.routes.RouteBook;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * An application that was started with an endpoint, a bucket's role, and a value with a variable.
 */
abstract class LaunchedApplication {

  static final String READER = "arn:aws:iam::111122223333:role/reader";
  static final String WRITER = "arn:aws:iam::111122223333:role/writer";

  final Configuration launched = new Configuration(false);
  final Map<String, Map<String, String>> catalogs = new TreeMap<>();

  LaunchedApplication() {
    launched.set("fs.s3a.endpoint", "https://s3.example", "core-site.xml");
    launched.set("fs.s3a.bucket.data.assumed.role.arn", READER);
    launched.set("lake", "one");
    launched.set("fs.s3a.user.agent.prefix", "${lake}");
  }

  final Declaration declaration() {
    return declaration(false);
  }

  final Declaration declaration(boolean executor) {
    return Declaration.of(new Launch(this, () -> launched, catalogs, "spark.hadoop.", executor));
  }

  final RouteBook admit(Configuration conf) {
    return declaration().admit(conf, "data");
  }
}
