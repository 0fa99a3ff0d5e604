package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolecall.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a null is taken for, wherever one stands in the routes' JSON. */
class NullsInRoutesTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

  /** Everything that a document can say; single quotes stand for double ones. */
  static final String EVERYTHING =
      """
      {'version': 1,
       'identities': {
         'file': {'kind': 'saml', 'assertionFile': '/a', 'provider': 'p', 'role': 'R'},
         'command': {'kind': 'saml', 'assertionCommand': ['login', '-b'], 'assertionTimeout': '5s'},
         'node': {'kind': 'instance-profile', 'endpoint': 'http://169.254.169.254'},
         'work': {'kind': 'profile', 'profile': 'p', 'file': '/f'},
         'pod': {'kind': 'web-identity', 'tokenFile': '/t', 'role': 'R'}},
       'routes': [
         {'location': 's3a://b1/a', 'role': 'R', 'by': 'work', 'externalId': 'x1',
          'users': ['alice', 'bob'], 'groups': ['analysts'], 'duration': '1h',
          'sessionName': 'n', 'policy': {'Version': '2012-10-17', 'Statement': [{}]},
          'tags': {'team': 'a'}, 'sourceIdentity': 's', 'region': 'eu-west-1',
          'stsEndpoint': 'https://sts'},
         {'location': 's3a://b1/b', 'roles': [{'role': 'R', 'externalId': 'x1'}, {'role': 'R'}]},
         {'location': 's3a://b1/c', 'identity': 'node'},
         {'location': 's3a://b1/d', 'role': 'R', 'by': 'command'},
         {'location': 's3a://b1/e', 'role': 'R', 'by': 'file'},
         {'location': 's3a://b1/g', 'role': 'R', 'scope': 'read',
          'kmsKeys': ['arn:aws:kms:eu-west-1:111122223333:key/k1']},
         {'location': 's3a://b1/f', 'role': 'R', 'by': 'pod'}]}
      """
          .replace('\'', '"')
          .replace("\"R\"", '"' + ROLE + '"');

  private static void read(String routes) {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.routes", routes);
    RouteBook.of(conf).of("b1", HadoopUser.of("alice")).routes();
  }

  @Test
  void isRefusedWithAMessageOrTakenForNothingAtEveryPlace() throws Exception {
    JsonNode document = JsonMapper.builder().build().readTree(EVERYTHING);
    read(document.toString());
    List<String> raw = new ArrayList<>();
    int places = 0;
    for (String place : places("", document)) {
      places++;
      try {
        read(with(document, place, NullNode.getInstance()));
      } catch (ConfigException e) {
        assertThat(e).hasMessageStartingWith("fs.s3a.rolecall.routes");
      } catch (RuntimeException e) {
        raw.add(place + ": " + e);
      }
    }
    assertThat(raw).isEmpty();
    assertThat(places).isGreaterThan(60);
  }

  static List<String> places(String above, JsonNode node) {
    List<String> places = new ArrayList<>();
    node.fieldNames()
        .forEachRemaining(
            name -> {
              places.add(above + "/" + name);
              places.addAll(places(above + "/" + name, node.get(name)));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      places.add(above + "/" + i);
      places.addAll(places(above + "/" + i, node.get(i)));
    }
    return places;
  }

  /** The document with another value at a place. */
  static String with(JsonNode document, String place, JsonNode value) {
    JsonNode copy = document.deepCopy();
    int slash = place.lastIndexOf('/');
    String name = place.substring(slash + 1);
    JsonNode parent = copy.at(place.substring(0, slash));
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), value);
    } else {
      ((ObjectNode) parent).set(name, value);
    }
    return copy.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'users': [null] | null in 'users'; expected names",
        "'users': ['alice', null] | null in 'users'; expected names",
        "'groups': [null] | null in 'groups'; expected names",
      })
  void isNoUserAndNoGroup(String fields, String reason) {
    assertRefused(
        "{'version': 1, 'routes': [{'location': 's3a://b1', 'identity': 'base', " + fields + "}]}",
        "route of s3a://b1: " + reason);
  }

  @ParameterizedTest
  @CsvSource({"'[null]'", "'[''login'', null]'"})
  void isNoWordOfACommand(String command) {
    assertRefused(
        "{'version': 1, 'identities': {'s': {'kind': 'saml', 'assertionCommand': "
            + command
            + "}}, 'routes': [{'location': 's3a://b1', 'role': '"
            + ROLE
            + "', 'by': 's'}]}",
        "identity 's': null in 'assertionCommand'; expected a program and its" + " arguments");
  }

  @Test
  void isNoIdentity() {
    assertRefused(
        "{'version': 1, 'identities': {'s': null}}",
        "identity 's' is null; expected an object with its 'kind'");
  }

  private static void assertRefused(String routes, String reason) {
    assertThatThrownBy(() -> read(routes.replace('\'', '"')))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: " + reason);
  }
}
