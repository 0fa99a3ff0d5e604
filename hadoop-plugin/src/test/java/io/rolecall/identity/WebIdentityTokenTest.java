package io.rolecall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens in files, and files that hold something else. */
class WebIdentityTokenTest {

  private static final String ADVICE =
      ". On EKS, the pod's service account has a role (eks.amazonaws.com/role-arn) and the token is"
          + " mounted; elsewhere, name the file in 'tokenFile'";

  @TempDir private Path folder;

  private void refuses(Path file, String what) {
    assertThatThrownBy(() -> WebIdentityToken.read(file))
        .isInstanceOf(SignInException.class)
        .hasMessage("web identity token file " + file + " " + what + ADVICE);
  }

  @Test
  void readsATokenWithoutTheSpaceAroundIt() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), " a.b.c\n");
    assertThat(WebIdentityToken.read(file)).isEqualTo("a.b.c");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path file = folder.resolve("token");
    refuses(file, "does not exist");
    Files.writeString(file, " \n");
    refuses(file, "is empty");
    Files.writeString(file, "opaque");
    refuses(file, "holds no JSON Web Token");
    Files.writeString(file, "x".repeat(20_001));
    refuses(file, "has more than 20000 bytes");
    Files.write(file, "\uFEFFa.b.c".getBytes(StandardCharsets.UTF_16LE));
    refuses(file, "cannot be read: not UTF-8 in line 1, column 1. Save it as UTF-8");
  }
}
