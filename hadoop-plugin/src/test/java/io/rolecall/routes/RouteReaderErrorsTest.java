package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that can be wrong with routes, and the whole message that says so. */
class RouteReaderErrorsTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

  private final Configuration conf = new Configuration(false);

  private void assertRefused(String message) {
    assertThatThrownBy(() -> RouteBook.of(conf).of("b1", HadoopUser.current()).routes())
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  /** The route's fields besides its location; single quotes stand for double ones; R is a role. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'role': 'reader' | 'reader' is not a role ARN: expected"
            + " arn:aws:iam::<account>:role/<name>",
        "'role': 'R', 'identity': 'base'"
            + " | expected exactly one of 'role', 'roles' (a chain) and 'identity' ('base', 'anonymous')",
        "'role': 'R', 'roles': []"
            + " | expected exactly one of 'role', 'roles' (a chain) and 'identity' ('base', 'anonymous')",
        "'duration': '1h'"
            + " | expected exactly one of 'role', 'roles' (a chain) and 'identity' ('base', 'anonymous')",
        "'identity': 'node' | identity 'node' is not known; expected one of 'identities' [], or"
            + " default, keys, environment, chain, instance-profile, container, web-identity, profile:NAME,"
            + " properties:FILE",
        "'roles': [] | 'roles' is empty; name at least one role",
        "'roles': [{'role': 'R'}, {'externalId': 'x1'}] | an element of 'roles' has no 'role'",
        "'roles': [null] | an element of 'roles' has no 'role'",
        "'roles': [{'role': 'R'}], 'externalId': 'x1' | 'externalId' beside 'roles':"
            + " name it in the element of 'roles' that asks for it",
        "'role': 'R', 'duration': '5m'"
            + " | session duration 300 s is out of range: expected 900 to 43200 s",
        "'role': 'R', 'duration': '13h'"
            + " | session duration 46800 s is out of range: expected 900 to 43200 s",
        "'role': 'R', 'duration': 'soon'"
            + " | duration 'soon': expected a duration such as 90s, 15m or 1h",
        "'role': 'R', 'externalId': 'x'"
            + " | the external id has 1 characters: AWS allows 2 to 1224",
        "'role': 'R', 'stsEndpoint': 'http://'"
            + " | STS endpoint 'http://': expected a host or a URI",
        "'role': 'R', 'stsEndpoint': 'my host'"
            + " | STS endpoint 'my host': expected a host or a URI",
        "'role': 'R', 'tags': {'team': null} | session tag 'team' has no value",
        "'role': 'R', 'tags': {'': 'x'}"
            + " | session tag '': a tag's key has 1 to 128 letters, digits, spaces, '_', '.', ':', '/', '=', '+', '-', '@'",
        "'identity': 'base', 'externalId': 'x1' | fields of a role beside 'identity', which assumes"
            + " none: externalId; remove them, or name the 'role'",
        "'identity': 'anonymous', 'by': 'chain', 'externalId': 'x1', 'duration': '1h',"
            + " 'sessionName': 'n', 'policy': {}, 'tags': {}, 'sourceIdentity': 's', 'region':"
            + " 'eu-west-1', 'stsEndpoint': 'https://sts' | fields of a role beside 'identity',"
            + " which assumes none: by, externalId, duration, sessionName, policy, tags,"
            + " sourceIdentity, region, stsEndpoint; remove them, or name the 'role'",
        "'role': 'R', 'users': [] | 'users' is empty; name somebody, or leave the field out",
        "'role': 'R', 'users': ['alice'], 'groups': [] | 'groups' is empty; name somebody, or leave"
            + " the field out",
        "'role': 'R', 'policy': [] | 'policy': expected a JSON object, or its text",
        "'role': 'R', 'policy': 1 | 'policy': expected a JSON object, or its text",
        "'role': 'R', 'policy': ' ' | 'policy' is empty; give it a value, or leave the field out",
        "'role': 'R', 'sessionName': '' | 'sessionName' is empty; give it a value, or leave the"
            + " field out",
        "'role': 'R', 'sourceIdentity': ' ' | 'sourceIdentity' is empty; give it a value, or leave"
            + " the field out",
        "'role': 'R', 'region': '' | 'region' is empty; give it a value, or leave the field out",
      })
  void namesTheLocationOfARouteThatCannotBe(String fields, String reason) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [{'location': 's3a://b1/data', " + fields + "}]}")
            .replace('\'', '"')
            .replace("\"R\"", '"' + ROLE + '"'));
    assertRefused("fs.s3a.rolecall.routes: route of s3a://b1/data: " + reason);
  }

  /** Single quotes stand for double ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'version': 1, 'routes': [{'identity': 'base'}]} | : route 1 has no 'location' and no 'client'",
        "{'version': 1, 'routes': [{'location': 's3a://b1', 'client': 'c', 'identity': 'base'}]} | :"
            + " route 1 has 'location' and 'client': a client of another service has no location",
        "{'version': 1, 'routes': [{'client': 'a b', 'identity': 'base'}]} | : route 1: 'a b' is not"
            + " the name of a client: expected a letter, then up to 62 letters, digits, '.', '-', '_'",
        "{'version': 1, 'routes': [null]} | : route 1 has no 'location' and no 'client'",
        "{'version': 1, 'routes': [{'location': 's3a://b1', 'identity': 'base'}, {'location':"
            + " 'hdfs://b1'}]} | : route 2: 'hdfs://b1' is not an S3 location: expected"
            + " s3a://bucket or s3a://bucket/prefix",
        "{'version': 2, 'routes': []}"
            + " | : version 2 is not known; expected {'version': 1, 'routes': [...]}",
        "{'version': 1.5} | : version 1.5 is not known; expected {'version': 1, 'routes': [...]}",
        "{'routes': []} | : no 'version'; expected {'version': 1, 'routes': [...]}",
        "null | : expected one object: {'version': 1, 'routes': [...]}",
        "{'version': 1, 'rules': []} | , line 1, column 28: unknown key 'rules'; known keys:"
            + " identities, routes, version",
        "{'version': 1, 'routes': [{'rôle': 'x'}]} | , line 1, column 40: unknown key 'rôle'; known"
            + " keys: allowed, by, client, duration, externalId, groups, identity, kmsKeys, location, policy, region, role, roles, scope,"
            + " sessionName, sourceIdentity, stsEndpoint, tags, users",
        "{'version': 1, 'version': 1} | , line 1, column 25: Duplicate field 'version'",
        "{'version': 1} {} | , line 1, column 16: expected one object: {'version': 1, 'routes':"
            + " [...]}",
        "[] | , line 1, column 1: expected one object: {'version': 1, 'routes': [...]}",
        "{'version': 1, 'routes': {}} | , line 1, column 26: 'routes' has a value of the wrong"
            + " type: expected a list",
        "{'version': 'one'} | , line 1, column 13: 'version' has a value of the wrong type: expected"
            + " a number",
        "{'version': 1, 'routes': ['b1']} | , line 1, column 27: 'routes[0]' has a value of the wrong"
            + " type: expected an object",
        "{'version': 1, 'routes': [{'tags': 'a=b'}]} | , line 1, column 36: 'routes[0].tags' has a"
            + " value of the wrong type: expected an object",
        "{'version': 1, 'routes': [{'location': 's3a://b1', 'tags': {'a': ['b']}}]}"
            + " | , line 1, column 66: 'routes[0].tags.a' has a value of the wrong type:"
            + " expected a text",
        "{'version': 1, 'routes': [{'location': 's3a://b1', 'sessionName': true}]}"
            + " | , line 1, column 67: 'routes[0].sessionName' has a value of the wrong"
            + " type: expected a text",
        "{'version': 1, 'routes': [{'location': 's3a://b1', 'users': ['alice', false]}]}"
            + " | , line 1, column 71: 'routes[0].users[1]' has a value of the wrong type:"
            + " expected a text",
        "{'version': 1, 'routes': [{'roles': [{'role': 'R', 'duration': '1h'}]}]}"
            + " | , line 1, column 69: unknown key 'duration'; known keys: externalId, role",
        "{'version': 1, 'identities': {'own': {'kind': 'chain', 'colour': 'red'}}}"
            + " | , line 1, column 72: unknown key 'colour'; known keys: assertionCommand,"
            + " assertionFile, assertionTimeout, endpoint, file, kind, profile, provider, role,"
            + " tokenFile",
        "{'version': 1, 'routes': [{'policy': {'Id': 'a', 'Id': 'b'}}]}"
            + " | , line 1, column 54: Duplicate field 'Id'",
        "{'version': 1, 'routes': [{'tags': {'a': 'b', 'a': 'c'}}]}"
            + " | , line 1, column 50: Duplicate field 'a'",
        "{'version': 1, 'identities': {'a': {'kind': 'chain'}, 'a': {'kind': 'chain'}}}"
            + " | , line 1, column 58: Duplicate field 'a'",
        "routes | , line 1, column 7: Unrecognized token 'routes': was expecting (JSON String,"
            + " Number, Array, Object or token 'null', 'true' or 'false')",
        "{'version': 1, 'routes': [ | , line 1, column 27: Unexpected end-of-input: expected close"
            + " marker for Array (start marker at [Source: REDACTED"
            + " (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 26])",
      })
  void namesThePlaceInADocumentThatCannotBeRead(String document, String problem) {
    conf.set("fs.s3a.rolecall.routes", document.replace('\'', '"'));
    assertRefused(
        "fs.s3a.rolecall.routes"
            + problem.replace("{'version': 1, 'routes'", "{\"version\": 1, \"routes\""));
  }

  @Test
  void namesLineAndColumnOfALongerDocument() {
    conf.set(
        "fs.s3a.rolecall.routes",
        """
        {
          "version": 1,
          "routes": [
            {
              "location": "s3a://b1",
              "role": "arn:aws:iam::111122223333:role/reader",
              "role": "arn:aws:iam::111122223333:role/writer"
            }
          ]
        }
        """);
    assertRefused("fs.s3a.rolecall.routes, line 7, column 13: Duplicate field 'role'");
  }

  @Test
  void refusesTwoRoutesOfOnePrefix() {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [{'location': 's3a://b1/data', 'identity': 'base'},"
                + " {'location': 's3://b1/data/', 'role': '"
                + ROLE
                + "'}]}")
            .replace('\'', '"'));
    assertRefused(
        "two routes for s3a://b1/data: base identity and "
            + ROLE
            + "; keep one (from fs.s3a.rolecall.routes and fs.s3a.assumed.role.arn)");
  }

  @Test
  void refusesARoleOfTheBucketBesideItsRouteInTheDocument() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", ROLE);
    conf.set(
        "fs.s3a.rolecall.routes",
        "{'version': 1, 'routes': [{'location': 's3a://b1', 'identity': 'base'}]}"
            .replace('\'', '"'));
    assertRefused(
        "two routes for s3a://b1: base identity and "
            + ROLE
            + "; keep one (from fs.s3a.rolecall.routes and fs.s3a.bucket.b1.assumed.role.arn)");
  }

  @Test
  void refusesRoutesInBothPlaces() {
    conf.set("fs.s3a.rolecall.routes", "{\"version\": 1}");
    conf.set("fs.s3a.rolecall.routes.file", "/etc/routes.json");
    assertRefused("both fs.s3a.rolecall.routes and fs.s3a.rolecall.routes.file are set; keep one");
  }

  /** A key besides the role, and what is wrong with its value. */
  /** A log shows causes, too: a word in the wrong place may be anybody's password. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'version': 1, 'identities': 'hunter2'}",
        "{'version': 1, 'identities': {'a': 'hunter2'}}",
        "{'version': 1, 'routes': [{'externalId': ['hunter2']}]}",
        "{'version': 1, 'routes': 'hunter2'}",
        "{'version': 'hunter2'}",
      })
  void noCauseRepeatsAValueOfTheWrongType(String document) {
    conf.set("fs.s3a.rolecall.routes", document.replace('\'', '"'));
    assertThatThrownBy(() -> RouteBook.of(conf).of("b1", HadoopUser.current()).routes())
        .hasMessageContaining("has a value of the wrong type")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "assumed.role.external.id | x | the external id has 1 characters: AWS allows 2 to 1224",
        "assumed.role.session.duration | 10m | session duration 600 s is out of range:"
            + " expected 900 to 43200 s",
      })
  void namesTheRoleWhoseKeysDoNotFit(String key, String value, String reason) {
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    conf.set("fs.s3a." + key, value);
    assertRefused("fs.s3a.assumed.role.arn = '" + ROLE + "': " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "assumed.role.arn, reader, 'is not a role ARN: expected arn:aws:iam::<account>:role/<name>'",
    "assumed.role.session.duration, soon, 'expected a duration such as 90s, 15m or 1h'",
    "rolecall.session.tags, team, 'expected key=value,key=value'",
    "rolecall.session.tags, =x, 'expected key=value,key=value'",
    "assumed.role.sts.endpoint, no host, 'expected a host or a URI'",
    "assumed.role.sts.endpoint, ftp://127.0.0.1, 'expected https'",
    "bucket.b1.assumed.role.sts.endpoint, no host, 'expected a host or a URI'",
  })
  void namesTheKeyAndItsValue(String key, String value, String expected) {
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    conf.set("fs.s3a." + key, value);
    String quoted = expected.startsWith("is ") ? "'" + value + "' " + expected : expected;
    String message = "fs.s3a." + key + " = '" + value + "': " + quoted;
    assertRefused(message);
    if (key.contains("sts")) {
      // Also where the role comes from the document, which is silent about STS.
      conf.unset("fs.s3a.assumed.role.arn");
      conf.set(
          "fs.s3a.rolecall.routes",
          "{\"version\":1,\"routes\":[{\"location\":\"s3a://b1\",\"role\":\"" + ROLE + "\"}]}");
      assertRefused(message);
    }
  }
}
