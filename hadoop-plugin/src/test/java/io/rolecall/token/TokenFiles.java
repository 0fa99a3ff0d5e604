package io.rolecall.token;

import static java.util.Objects.requireNonNull;

import io.rolecall.driver.Grants;
import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.MailboxReader;
import io.rolecall.mailbox.Mailboxes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/** Token files for tests of other packages. */
public final class TokenFiles {

  private TokenFiles() {}

  /** A Rolecall token of {@code s3a://b1} with the session {@code key-1}, {@code secret-1}. */
  public static Token<?> token() throws IOException {
    RolecallTokenIdentifier identifier =
        RolecallTokenIdentifier.create(
            URI.create("s3a://b1"),
            new Text("alice"),
            new Text("yarn"),
            "made by a test",
            new EncryptionSecrets(),
            Grants.granting(1, "s3a://b1"));
    return RolecallTokens.token(identifier);
  }

  /** A Rolecall token of a bucket and a job. */
  public static Token<?> ofJob(String bucket, String job) throws IOException {
    SessionGrant grant = Grants.granting(1, bucket);
    return RolecallTokens.token(
        RolecallTokenIdentifier.create(
            URI.create(bucket),
            new Text("alice"),
            new Text("yarn"),
            "made by a test",
            new EncryptionSecrets(),
            new SessionGrant(job, grant.writtenAt(), grant.routes(), grant.roles())));
  }

  /** The token that was written once by a version of the wire format. */
  public static Token<?> golden(int version) throws IOException {
    String name = "token-v" + version + ".bin";
    try (InputStream file = requireNonNull(TokenFiles.class.getResourceAsStream(name), name);
        DataInputStream in = new DataInputStream(file)) {
      Credentials credentials = new Credentials();
      credentials.readTokenStorageStream(in);
      return requireNonNull(credentials.getToken(new Text("s3a://b1")));
    }
  }

  /** A token of another kind. */
  public static Token<?> foreign() {
    return new Token<>(
        new byte[] {1, 2}, new byte[] {3}, new Text("HDFS_DELEGATION_TOKEN"), new Text("nn:8020"));
  }

  /** What comes to a user by these files; by none, if there are none. */
  public static ReplacedTokens replaced(UserGroupInformation user, Path... files) {
    return replaced(user, System::nanoTime, files);
  }

  /** The same, and by mailboxes, which are read once a second at most. */
  public static ReplacedTokens replaced(
      UserGroupInformation user, LongSupplier nanoTime, Path... files) {
    return new ReplacedTokens(
        user,
        Stream.of(files).map(TokenFile::new).toList(),
        new Configuration(false),
        mailbox -> Mailboxes.reader(nanoTime));
  }

  /** What comes by mailboxes alone. */
  public static ReplacedTokens mailed(UserGroupInformation user, MailboxReader reader) {
    return new ReplacedTokens(user, List.of(), new Configuration(false), mailbox -> reader);
  }

  /** Writes a file of these tokens and a secret key. */
  public static void write(Path file, Token<?>... tokens) throws IOException {
    Credentials credentials = new Credentials();
    for (Token<?> token : tokens) {
      credentials.addToken(token.getService(), token);
    }
    credentials.addSecretKey(new Text("some"), "the-secret-key".getBytes("UTF-8"));
    try (OutputStream out = Files.newOutputStream(file);
        DataOutputStream data = new DataOutputStream(out)) {
      credentials.writeTokenStorageToStream(data);
    }
  }
}
