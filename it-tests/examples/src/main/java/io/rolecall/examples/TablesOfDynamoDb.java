package io.rolecall.examples;

import io.rolecall.client.NamedCredentialsProvider;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Lists DynamoDB's tables with the role of {@code {"client": "events", "role": ...}}. */
public final class TablesOfDynamoDb {

  private TablesOfDynamoDb() {}

  /** Region and endpoint are the builder's, the role is that of the route. */
  public static List<String> list(DynamoDbClientBuilder builder, Configuration conf) {
    builder.credentialsProvider(NamedCredentialsProvider.of("events", conf));
    try (DynamoDbClient dynamo = builder.build()) {
      return dynamo.listTables().tableNames();
    }
  }
}
