package io.rolecall.supply.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Where the tokens of a command are. */
class SuppliedTokensTest {

  @Test
  void theTokensHaveAPathThatACommandCanBeTold() throws IOException {
    SuppliedTokens.checkThatItCanBeNamed("/tmp/rolecall-run-1/tokens");
    SuppliedTokens.checkThatItCanBeNamed("/tmp/with a space/tokens");
    for (String path : new String[] {"/tmp/a,b/tokens", "/tmp/a\nb/tokens"}) {
      assertThatThrownBy(() -> SuppliedTokens.checkThatItCanBeNamed(path))
          .isInstanceOf(IOException.class)
          .hasMessage(
              path
                  + " cannot be named in HADOOP_TOKEN_FILE_LOCATION, where a comma ends a file's"
                  + " name. TMPDIR names another place");
    }
  }
}
