package io.rolecall.routes;

import java.util.stream.Stream;

/** Routes documents, valid and not; single quotes stand for double ones. */
final class RoutesDocuments {

  private static final String ROLE = "'role': 'arn:aws:iam::111122223333:role/r'";
  private static final String LINK = "{" + ROLE + "}";

  private RoutesDocuments() {}

  private static String route(String fields) {
    return "{'version': 1, 'routes': [{'location': 's3a://bucket', " + fields + "}]}";
  }

  /** With a route that uses the identity. */
  private static String identity(String fields) {
    return "{'version': 1, 'identities': {'own': {"
        + fields
        + "}}, 'routes': [{'location': 's3a://bucket', "
        + ROLE
        + ", 'by': 'own'}]}";
  }

  private static String location(String location) {
    return "{'version': 1, 'routes': [{'location': '" + location + "', " + ROLE + "}]}";
  }

  static Stream<String> valid() {
    return Stream.of(
        "{'version': 1}",
        "{'version': 1, 'routes': []}",
        "{'version': 1, 'identities': {}}",
        route(ROLE),
        route("'role': 'arn:aws-cn:iam::111122223333:role/a/b/r'"),
        route("'role': 'arn:aws:iam::111122223333:role/r+=,.@-_'"),
        // Stores other than AWS
        route("'role': 'arn::iam::tenant:role/r'"),
        route("'role': 'arn::iam:::role/r'"),
        route("'role': 'arn:aws:iam::111122223333:role/lake-{user}', 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::111122223333:role/{group}/x/{user}', 'allowed': 'a|b'"),
        route("'role': 'arn::iam::tenant:role/{user}/lake', 'allowed': '.*'"),
        route("'roles': [" + LINK + "]"),
        route(
            "'roles': ["
                + LINK
                + ", {'role': 'arn:aws:iam::111122223333:role/{user}'}], 'allowed': '.*'"),
        route("'roles': [" + LINK + ", {" + ROLE + ", 'externalId': 'id'}], 'by': 'chain'"),
        route("'identity': 'base'"),
        route("'identity': 'anonymous'"),
        route(ROLE + ", 'by': 'base'"),
        route(ROLE + ", 'by': 'profile:p'"),
        route(ROLE + ", 'users': ['alice'], 'groups': ['g']"),
        route(ROLE + ", 'externalId': 'id'"),
        route(ROLE + ", 'duration': '15m'"),
        route(ROLE + ", 'duration': '3600'"),
        route(ROLE + ", 'duration': '12h'"),
        route(ROLE + ", 'sessionName': '{user}-{job}'"),
        route(ROLE + ", 'policy': {'Version': '2012-10-17', 'Statement': []}"),
        route(ROLE + ", 'scope': 'read', 'kmsKeys': ['arn:aws:kms:eu-west-1:111122223333:key/k1']"),
        route(ROLE + ", 'scope': 'write'"),
        route(ROLE + ", 'scope': 'read-write'"),
        route(ROLE + ", 'scope': 'role', 'policy': {}"),
        route(ROLE + ", 'policy': '{}'"),
        route(ROLE + ", 'tags': {'team': '{user}'}"),
        route(ROLE + ", 'tags': {}, 'sourceIdentity': '{user}', 'region': 'eu-west-1'"),
        route(ROLE + ", 'stsEndpoint': 'sts.example.com'"),
        location("s3://bucket"),
        location("s3n://bucket/a/b/"),
        location("s3a://bucket/with space/%20"),
        location("s3a://*"),
        "{'version': 1, 'routes': [{'client': 'events', " + ROLE + "}]}",
        "{'version': 1, 'routes': [{'client': 'a.b-c_d', 'identity': 'base'}]}",
        identity("'kind': 'chain'"),
        identity("'kind': 'container'"),
        identity("'kind': 'environment'"),
        identity("'kind': 'instance-profile'"),
        identity("'kind': 'instance-profile', 'endpoint': 'http://169.254.169.254'"),
        identity("'kind': 'profile', 'profile': 'p'"),
        identity("'kind': 'profile', 'profile': 'p', 'file': '/f'"),
        identity("'kind': 'properties', 'file': '/f'"),
        identity("'kind': 'web-identity', 'tokenFile': '/f'"),
        identity("'kind': 'web-identity', 'tokenFile': '/f', " + ROLE),
        identity("'kind': 'saml', 'assertionFile': '/f'"),
        identity("'kind': 'saml', 'assertionCommand': ['c', 'x'], 'assertionTimeout': '30s'"),
        identity("'kind': 'saml', 'assertionFile': '/f', 'provider': 'arn', " + ROLE));
  }

  static Stream<String> invalid() {
    return Stream.of(
        "{}",
        "[]",
        "'x'",
        "{'version': 2}",
        "{'version': 1.5}",
        "{'version': true}",
        "{'routes': []}",
        "{'version': 1, 'route': []}",
        "{'version': 1, 'routes': {}}",
        "{'version': 1, 'routes': [null]}",
        "{'version': 1, 'routes': ['s3a://bucket']}",
        "{'version': 1, 'routes': [{" + ROLE + "}]}",
        route(ROLE + ", 'scope': 'all'"),
        route(ROLE + ", 'scope': 'read', 'policy': {}"),
        route(ROLE + ", 'scope': 'read', 'kmsKeys': []"),
        route(ROLE + ", 'scope': 'read', 'kmsKeys': ['alias/k']"),
        route(ROLE + ", 'scope': 'role', 'kmsKeys': ['arn:aws:kms:eu-west-1:111122223333:key/k1']"),
        route(ROLE + ", 'kmsKeys': ['arn:aws:kms:eu-west-1:111122223333:key/k1']"),
        "{'version': 1, 'identities': []}",
        "{'version': 1, 'identities': {'own': null}, 'routes': [{'location': 's3a://b1', "
            + ROLE
            + "}]}",
        "{'version': 1, 'identities': {'base': {'kind': 'chain'}}, 'routes': [{'location':"
            + " 's3a://b1', "
            + ROLE
            + "}]}",
        "{'version': 1, 'identities': {'1x': {'kind': 'chain'}}, 'routes': [{'location':"
            + " 's3a://b1', "
            + ROLE
            + "}]}",
        route("'users': ['alice']"),
        route("'role': 'r'"),
        route("'role': 'arn:aws:iam::111122223333:role/lake-{user}'"),
        route("'role': 'arn:aws:iam::111122223333:role/lake-{user}', 'allowed': ''"),
        route("'role': 'arn:aws:iam::111122223333:role/lake-{users}', 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::111122223333:role/{user}-{group}', 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::111122223333:role/{user}{group}/x', 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::111122223333:role/{user}/{users}/x', 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::111122223333:role/{user}/x'"),
        route("'role': 'arn:aws:iam::{user}:role/lake', 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::111122223333:role/{user', 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::111122223333:role/{user}/', 'allowed': '.*'"),
        route("'roles': [{'role': 'arn:aws:iam::111122223333:role/{user}'}]"),
        route(ROLE + ", 'allowed': '.*'"),
        route("'role': 'arn:aws:iam::1111:role/r'"),
        route("'role': 'arn:aws:iam::111122223333:user/r'"),
        route("'role': 'arn:aws:iam::111122223333:role/'"),
        route("'role': 'mapping 2 was not imported: no role'"),
        route("'roles': []"),
        route("'roles': [{}]"),
        route("'roles': [null]"),
        route("'roles': [{" + ROLE + ", 'duration': '1h'}]"),
        route("'roles': [" + LINK + "], 'externalId': 'id'"),
        route(ROLE + ", 'roles': [" + LINK + "]"),
        route(ROLE + ", 'identity': 'base'"),
        route("'identity': 'base', 'by': 'chain'"),
        route("'identity': ''"),
        route("'identity': 'anonymous', 'by': 'chain'"),
        route(ROLE + ", 'by': 'anonymous'"),
        "{'version': 1, 'identities': {'anonymous': {'kind': 'chain'}}, 'routes': [{'location':"
            + " 's3a://b1', "
            + ROLE
            + "}]}",
        route(ROLE + ", 'by': ''"),
        route(ROLE + ", 'user': ['alice']"),
        route(ROLE + ", 'users': 'alice'"),
        // Not for everybody, as a list that a script forgot to fill would be.
        route(ROLE + ", 'users': []"),
        route(ROLE + ", 'users': ['alice'], 'groups': []"),
        route(ROLE + ", 'users': [null]"),
        route(ROLE + ", 'groups': ['']"),
        route(ROLE + ", 'externalId': 'i'"),
        route(ROLE + ", 'externalId': 'a b'"),
        route(ROLE + ", 'externalId': true"),
        route(ROLE + ", 'sessionName': ''"),
        route(ROLE + ", 'region': ' '"),
        route(ROLE + ", 'policy': 1"),
        route(ROLE + ", 'policy': []"),
        route(ROLE + ", 'duration': '0s'"),
        route(ROLE + ", 'duration': 'soon'"),
        route(ROLE + ", 'duration': '-5m'"),
        route(ROLE + ", 'tags': {'': 'x'}"),
        route(ROLE + ", 'tags': {'k': null}"),
        route(ROLE + ", 'tags': ['k']"),
        route(ROLE + ", 'policy': '" + "x".repeat(2049) + "'"),
        location("bucket"),
        location("hdfs://bucket"),
        location("s3a://b"),
        location("s3a://-bucket"),
        location("s3a://"),
        location("s3a://*/prefix"),
        identity(""),
        identity("'kind': 'x'"),
        identity("'kind': 'chain', 'file': '/f'"),
        identity("'kind': 'environment', 'file': '/f'"),
        identity("'kind': 'instance-profile', 'profile': 'p'"),
        identity("'kind': 'instance-profile', 'endpoint': 'nowhere'"),
        identity("'kind': 'profile'"),
        identity("'kind': 'profile', 'profile': ' '"),
        identity("'kind': 'properties'"),
        identity("'kind': 'web-identity', 'tokenFile': '/f', 'role': 'r'"),
        identity("'kind': 'saml'"),
        identity("'kind': 'saml', 'assertionFile': '/f', 'assertionCommand': ['c']"),
        identity("'kind': 'saml', 'assertionCommand': [null]"),
        identity("'kind': 'saml', 'assertionCommand': []"),
        identity("'kind': 'saml', 'assertionFile': '/f', 'assertionTimeout': '30s'"),
        // Nobody uses it.
        "{'version': 1, 'identities': {'own': {'kind': 'x'}}}",
        identity("'kind': 'saml', 'assertionCommand': ['c'], 'assertionTimeout': 'soon'"),
        identity("'kind': 'saml', 'assertionFile': '/f', 'colour': 'red'"));
  }

  static Stream<String> lenient() {
    return Stream.of(
        "{'version': '1'}",
        route(ROLE + ", 'externalId': 4711"),
        route(ROLE + ", 'users': null"),
        route(ROLE + ", 'duration': ' 1h '"));
  }
}
