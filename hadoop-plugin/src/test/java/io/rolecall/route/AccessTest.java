package io.rolecall.route;

import static io.rolecall.testing.Samples.AWS;
import static io.rolecall.testing.Samples.OTHER_ROLE;
import static io.rolecall.testing.Samples.ROLE;
import static io.rolecall.testing.Samples.TERMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  private static Access.Role role(String externalId) {
    return new Access.Role(ROLE, Optional.of(externalId), TERMS, AWS, null);
  }

  private static Access.Role role(SessionTerms terms) {
    return new Access.Role(ROLE, Optional.empty(), terms, AWS, null);
  }

  private static Access.Role role(Access.@Nullable Role through) {
    return new Access.Role(ROLE, Optional.empty(), TERMS, AWS, through);
  }

  private static SessionTerms terms(
      Duration duration,
      String name,
      @Nullable String policy,
      Map<String, String> tags,
      @Nullable String source) {
    return new SessionTerms(
        duration, name, Optional.ofNullable(policy), tags, Optional.ofNullable(source));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1224})
  void acceptsExternalIdsThatAwsAccepts(int length) {
    assertThat(role("x".repeat(length)).externalId().orElseThrow()).hasSize(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1225})
  void refusesExternalIdsThatAwsRefuses(int length) {
    String id = "x".repeat(length);
    assertThatThrownBy(() -> role(id))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage("the external id has " + length + " characters: AWS allows 2 to 1224");
  }

  /** STS would quote it. */
  @ParameterizedTest
  @ValueSource(strings = {"partner 7", "partner-7\n", "pärtner", "partner'7"})
  void refusesExternalIdsWithCharactersThatAwsRefuses(String id) {
    assertThatThrownBy(() -> role(id))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "the external id has a character that AWS does not allow: expected letters, digits and"
                + " _+=,.@:/-");
  }

  @Test
  void acceptsEveryCharacterThatAwsAcceptsInAnExternalId() {
    assertThat(role("aZ09_+=,.@:/-").externalId()).contains("aZ09_+=,.@:/-");
  }

  @Test
  void refusesADurationThatItsEndpointDoesNotGrant() {
    assertThatThrownBy(() -> role(terms(Duration.ofMinutes(14), "n", null, Map.of(), null)))
        .hasMessage("session duration 840 s is out of range: expected 900 to 43200 s");
  }

  @Test
  void hasTheSameFingerprintWhenAllIsTheSame() {
    String fingerprint = role("id").fingerprint();
    assertThat(fingerprint).matches("[0-9a-f]{32}").isEqualTo(role("id").fingerprint());
  }

  @Test
  void fingerprintIsTheSameInEveryRelease() {
    // Tokens of one release are read by another, which compares fingerprints.
    assertThat(role("id").fingerprint()).isEqualTo("496b2747089e8bbf71e4d2e1cf5c905d");
  }

  @Test
  void hasAnotherFingerprintWhenAnyTermDiffers() {
    StsEndpoint region = new StsEndpoint(Optional.of("eu-west-1"), Optional.empty());
    StsEndpoint local =
        new StsEndpoint(Optional.empty(), Optional.of(URI.create("http://localhost:1")));
    List<Access.Role> different =
        List.of(
            role(TERMS),
            role("id"),
            role("id2"),
            new Access.Role(OTHER_ROLE, Optional.empty(), TERMS, AWS, null),
            new Access.Role(ROLE, Optional.empty(), TERMS, region, null),
            new Access.Role(ROLE, Optional.empty(), TERMS, local, null),
            role(new Access.Role(OTHER_ROLE, Optional.empty(), TERMS, AWS, null)),
            role(new Access.Role(OTHER_ROLE, Optional.of("id"), TERMS, AWS, null)),
            role(terms(Duration.ofHours(1), "{user}-{job}", null, Map.of(), null)),
            role(terms(HALF_HOUR, "{job}", null, Map.of(), null)),
            role(terms(HALF_HOUR, "{user}-{job}", "{}", Map.of(), null)),
            role(terms(HALF_HOUR, "{user}-{job}", null, Map.of("a", "1"), null)),
            role(terms(HALF_HOUR, "{user}-{job}", null, Map.of("a", "2"), null)),
            role(terms(HALF_HOUR, "{user}-{job}", null, Map.of(), "{user}")));
    assertThat(different).extracting(Access.Role::fingerprint).doesNotHaveDuplicates();
  }

  private static Access.Role by(IdentitySource source) {
    return new Access.Role(ROLE, Optional.empty(), TERMS, AWS, null, source);
  }

  @Test
  void hasAnotherFingerprintWhenItsBaseIdentityDiffers() {
    Assertion.Command command = new Assertion.Command(List.of("a", "b c"), Duration.ofSeconds(9));
    List<IdentitySource> sources =
        List.of(
            new OwnCredentials.DefaultChain(),
            new OwnCredentials.StaticKeys("key", "b1"),
            new OwnCredentials.InstanceProfile(Optional.empty()),
            new OwnCredentials.InstanceProfile(Optional.of(URI.create("http://[fd00:ec2::254]"))),
            new OwnCredentials.Container(),
            new OwnCredentials.Profile("a", Optional.empty()),
            new OwnCredentials.Profile("a", Optional.of(Path.of("/a"))),
            new OwnCredentials.PropertiesFile(Path.of("/a")),
            new Federation.WebIdentity(Path.of("/a")),
            new Federation.Saml(new Assertion.File(Path.of("/a")), Optional.empty()),
            new Federation.Saml(new Assertion.File(Path.of("/a")), Optional.of("idp")),
            new Federation.Saml(command, Optional.empty()),
            new Federation.Saml(
                new Assertion.Command(List.of("a b", "c"), Duration.ofSeconds(9)),
                Optional.empty()));
    assertThat(sources).extracting(source -> by(source).fingerprint()).doesNotHaveDuplicates();
    assertThat(sources)
        .extracting(
            source ->
                new Access.Role(OTHER_ROLE, Optional.empty(), TERMS, AWS, by(source), source)
                    .fingerprint())
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsItsFingerprintWhenTheKeysOfItsBaseIdentityAreRenewed() {
    assertThat(by(new OwnCredentials.StaticKeys("new-key", "")).fingerprint())
        .isEqualTo(by(new OwnCredentials.StaticKeys("old-key", "")).fingerprint())
        .isEqualTo(by(new OwnCredentials.DefaultChain()).fingerprint());
  }

  @Test
  void refusesAChainOfTwoBaseIdentities() {
    assertThatThrownBy(
            () ->
                new Access.Role(
                    ROLE,
                    Optional.empty(),
                    TERMS,
                    AWS,
                    by(new OwnCredentials.Container()),
                    new OwnCredentials.DefaultChain()))
        .hasMessage("a chain has one base identity, at its start");
  }

  @Test
  void fingerprintTellsValuesApartThatLookAlikeWhenJoined() {
    List<Access.Role> different =
        List.of(
            role(terms(HALF_HOUR, "n", null, Map.of("a", "1", "b", "2"), null)),
            role(terms(HALF_HOUR, "n", null, Map.of("a", "1, b=2"), null)),
            role(terms(HALF_HOUR, "n, policy=Optional[{}], tags={}", null, Map.of(), null)),
            role(terms(HALF_HOUR, "n", "{}], tags={}", Map.of(), null)),
            role("Optional.empty"));
    assertThat(different).extracting(Access.Role::fingerprint).doesNotHaveDuplicates();
  }

  @Test
  void namesTheRolesThatLeadToIt() {
    Access.Role first = new Access.Role(OTHER_ROLE, Optional.empty(), TERMS, AWS, null);
    assertThat(first).hasToString("arn:aws:iam::444455556666:role/writer");
    assertThat(role(first))
        .hasToString(
            "arn:aws:iam::111122223333:role/reader <- arn:aws:iam::444455556666:role/writer");
    assertThat(new Access.Base()).hasToString("base identity");
  }
}
