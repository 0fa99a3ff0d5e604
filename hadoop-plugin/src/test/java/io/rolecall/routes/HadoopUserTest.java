package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.UserGroupInformation.AuthenticationMethod;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;

class HadoopUserTest {

  private final UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");

  @Test
  void onlyWhoHasShownATicketOrATokenHasProvenWhoItIs() {
    assertThat(HadoopUser.isProven(bob)).as("the operating system's user").isFalse();
    bob.setAuthenticationMethod(AuthenticationMethod.KERBEROS);
    assertThat(HadoopUser.isProven(bob)).as("with a ticket").isTrue();
  }

  @Test
  void aContainerOfYarnHasTokensInPlaceOfATicket() {
    bob.addToken(new Token<>(new byte[] {1}, new byte[] {2}, new Text("kind"), new Text("nn")));
    assertThat(HadoopUser.isProven(bob)).isTrue();
  }

  /** HDFS asks whether alice may be bob. S3 does not. */
  @Test
  void aProxyUserIsWhoItsRealUserSays() {
    UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
    alice.setAuthenticationMethod(AuthenticationMethod.KERBEROS);
    assertThat(HadoopUser.isProven(UserGroupInformation.createProxyUser("bob", alice))).isFalse();
  }

  @Test
  void withoutKerberosNobodyIsProven() {
    bob.setAuthenticationMethod(AuthenticationMethod.KERBEROS);
    assertThat(HadoopUser.of(bob).isAuthenticated()).isFalse();
  }
}
