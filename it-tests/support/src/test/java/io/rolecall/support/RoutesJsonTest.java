package io.rolecall.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesJsonTest {

  @Test
  void writesEachKindOfRoute() {
    assertThat(
            new RoutesJson()
                .role("s3a://data/in", "arn:r")
                .field("users", List.of("alice", "bob"))
                .field("externalId", "a\"b\\c")
                .chain("s3a://far", "arn:1", "arn:2")
                .base("s3a://own"))
        .hasToString(
            """
            {"version":1,"routes":[\
            {"location":"s3a://data/in","role":"arn:r","users":["alice","bob"],"externalId":"a\\"b\\\\c"},\
            {"location":"s3a://far","roles":[{"role":"arn:1"},{"role":"arn:2"}]},\
            {"location":"s3a://own","identity":"base"}]}""");
  }

  @Test
  void writesNoRoutes() {
    assertThat(new RoutesJson()).hasToString("{\"version\":1,\"routes\":[]}");
  }
}
