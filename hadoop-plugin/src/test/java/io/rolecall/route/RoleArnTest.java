package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleArnTest {

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::111122223333:role/reader,          aws,        111122223333, /,      reader",
    "arn:aws:iam::111122223333:role/team/data/r,     aws,        111122223333, /team/data/, r",
    "arn:aws-cn:iam::111122223333:role/r,            aws-cn,     111122223333, /,      r",
    "arn:aws-us-gov:iam::111122223333:role/a+=@.-_b, aws-us-gov, 111122223333, /,      a+=@.-_b",
    "arn:ceph:iam::tenant-1:role/r,                  ceph,       tenant-1,     /,      r",
    "arn::iam:::role/r,                              '',         '',           /,      r",
  })
  void parsesItsParts(String text, String partition, String account, String path, String name) {
    assertThat(RoleArn.parse(text)).isEqualTo(new RoleArn(partition, account, path, name));
    assertThat(RoleArn.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "reader",
        "arn:aws:iam::111122223333:user/alice",
        "arn:aws:sts::111122223333:assumed-role/reader/session",
        "arn:aws:iam:eu-west-1:111122223333:role/reader",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:iam::111122223333:role/a b",
        "arn:aws:iam::111122223333:role//reader",
        "arn:aws:iam::111122223333:role/reader\n",
        "arn:aws:iam::111122223333:role/*",
      })
  void refusesWhatIsNoRole(String text) {
    assertThatThrownBy(() -> RoleArn.parse(text))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "'" + text + "' is not a role ARN: expected arn:aws:iam::<account>:role/<name>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1111", "1111222233334", "tenant"})
  void refusesAnAwsAccountWithout12Digits(String account) {
    String text = "arn:aws:iam::" + account + ":role/reader";
    assertThatThrownBy(() -> RoleArn.parse(text))
        .hasMessage(
            "'"
                + text
                + "' is not a role ARN: an AWS account has 12 digits, not '"
                + account
                + "'");
  }

  @Test
  void refusesALongPathWithoutExhaustingTheStack() {
    String text = "arn:aws:iam::111122223333:role/" + "a/".repeat(8000) + "!";
    assertThatThrownBy(() -> RoleArn.parse(text)).isInstanceOf(InvalidRouteException.class);
  }

  @Test
  void refusesANameOf65Characters() {
    String arn = "arn:aws:iam::111122223333:role/";
    assertThat(RoleArn.parse(arn + "n".repeat(64)).name()).hasSize(64);
    assertThatThrownBy(() -> RoleArn.parse(arn + "n".repeat(65)))
        .isInstanceOf(InvalidRouteException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::111122223333:assumed-role/reader/job-1,      true",
    "arn:aws:sts::111122223333:assumed-role/reader/job-2,      false",
    "arn:aws:sts::111122223333:assumed-role/reader2/job-1,     false",
    "arn:aws:sts::999922223333:assumed-role/reader/job-1,      false",
    "arn:aws-cn:sts::111122223333:assumed-role/reader/job-1,   false",
    "arn:aws:sts::111122223333:assumed-role/team/reader/job-1, false",
    "arn:aws:iam::111122223333:role/team/reader,               false",
    "'',                                                       false",
  })
  void isAssumedByASessionOfThatNameInThatAccount(String assumed, boolean itsSession) {
    RoleArn role = RoleArn.parse("arn:aws:iam::111122223333:role/team/reader");
    assertThat(role.isAssumedBy(assumed, "job-1")).isEqualTo(itsSession);
  }
}
