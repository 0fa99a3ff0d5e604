package io.rolecall.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.junit.jupiter.api.Test;

class EncryptionFieldsTest {

  @Test
  void anAlgorithmOfAnotherHadoopIsRefusedWithoutTheKey() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new EncryptionFields("SSE-LATER", "secret-key", "").write(new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThatThrownBy(() -> EncryptionFields.read(in))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasNoCause()
        .hasMessage(
            "Rolecall token with an encryption algorithm that this Hadoop does not know: use the same"
                + " Hadoop where the job is submitted and where it runs, or set"
                + " fs.s3a.encryption.algorithm to one that both know");
  }
}
