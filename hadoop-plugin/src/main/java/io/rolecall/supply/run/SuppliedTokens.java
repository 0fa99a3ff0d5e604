package io.rolecall.supply.run;

import io.rolecall.config.RolecallConfig;
import io.rolecall.failure.FileFailure;
import io.rolecall.route.S3Location;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.supply.tokens.Deliveries;
import io.rolecall.supply.tokens.Ends;
import io.rolecall.supply.tokens.JobMint;
import io.rolecall.supply.tokens.MailedMint;
import io.rolecall.supply.tokens.Minting;
import io.rolecall.supply.tokens.TokenFileWriter;
import io.rolecall.supply.tokens.TokenSupply;
import io.rolecall.token.StoredTokens;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.StringUtils;
import org.jspecify.annotations.Nullable;

/** A token file in a command's folder, and perhaps a mailbox. */
final class SuppliedTokens implements CommandSupply {

  private static final String TOKENS = UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION;

  private static final String FILE = "tokens";

  private final Configuration conf;
  private final List<S3Location> locations;
  private final String supplier;
  private final RunFolder folder;
  private Path path;
  private final Surroundings around;
  private volatile Optional<Minting> minting = Optional.empty();
  private volatile boolean closed;
  private @Nullable TokenSupply supply;
  private TokenSupply.@Nullable Round first;

  /**
   * Nothing is done yet.
   *
   * @param conf the configuration of a job with an id
   * @param locations what the tokens are for; empty for all that the configuration names
   * @param supplier what this process is, for messages of those who read a mailbox
   * @param folder where the file is
   * @param around the command, and who is told
   */
  SuppliedTokens(
      Configuration conf,
      List<S3Location> locations,
      String supplier,
      RunFolder folder,
      Surroundings around) {
    this.conf = conf;
    this.locations = List.copyOf(locations);
    this.supplier = supplier;
    this.folder = folder;
    this.path = folder.resolve(FILE);
    this.around = around;
  }

  @Override
  public void begin() throws IOException {
    checkThatItCanBeNamed(path.toString());
    path = folder.resolve(folder.unseen() + "/" + FILE);
    TokenFileWriter file = new TokenFileWriter(path);
    file.write(given());
    TokenSupply made = supply(file);
    TokenSupply.Round round = made.round();
    IOException failure = round.failure();
    if (failure != null) {
      throw failure;
    }
    supply = made;
    first = round;
    keepFolder(file);
  }

  /** Should this process be killed, the command goes on with what is there. */
  private void keepFolder(TokenFileWriter file) throws IOException {
    Optional<Ends> ends = file.ends();
    if (ends.isPresent()) {
      folder.keepUntil(ends.get().last());
    }
  }

  /** The command would find other files, or none, and go on without tokens. */
  static void checkThatItCanBeNamed(String tokens) throws IOException {
    if (!List.copyOf(StringUtils.getTrimmedStringCollection(tokens)).equals(List.of(tokens))) {
      throw new IOException(
          tokens
              + " cannot be named in "
              + TOKENS
              + ", where a comma ends a file's name. TMPDIR names another place");
    }
  }

  /** The tokens that this process was given, which the command would have been given, too. */
  private Credentials given() throws IOException {
    Credentials given = new Credentials();
    for (String name : StringUtils.getTrimmedStringCollection(around.environment().get(TOKENS))) {
      try {
        given.addAll(StoredTokens.read(Path.of(name)));
      } catch (IOException | InvalidPathException e) {
        throw new IOException(
            TOKENS + " = " + name + " cannot be read: " + FileFailure.reason(e), e);
      }
    }
    return given;
  }

  private TokenSupply supply(TokenFileWriter file) throws IOException {
    RenewalPolicy policy = RolecallConfig.ofAll(conf).renewalPolicy();
    JobMint mint = JobMint.of(conf, locations, Optional.empty(), around.clock());
    minting = Optional.of(mint);
    Optional<MailedMint> mailed =
        MailedMint.of(conf, mint, supplier, around.clock(), around.tell());
    if (mailed.isPresent()) {
      minting = Optional.of(mailed.get());
      if (closed) {
        throw new IOException("ended by a signal"); // Which has looked before.
      }
      mailed.get().open();
    }
    Deliveries.Says says =
        new Deliveries.Says(
            well -> {
              // The command's own words alone, as long as all goes well.
            },
            around.tell());
    return TokenSupply.of(
        mailed.<Minting>map(mailbox -> mailbox).orElse(mint),
        new Deliveries(Optional.of(file), mailed, around.clock(), says),
        policy,
        around.clock());
  }

  @Override
  public void announce(Map<String, String> environment) {
    environment.put(TOKENS, path.toString());
  }

  /** Sessions that have ended end the command's work, not the command. */
  @Override
  public void keep() throws InterruptedException {
    TokenSupply present = supply;
    TokenSupply.Round last = first;
    boolean told = false;
    while (present != null && last != null && !around.ended().getAsBoolean()) {
      present.await(last, time -> Thread.sleep(time.toMillis()), around.ended());
      last = present.round();
      IOException failure = last.failure();
      if (failure != null && !last.live() && !told) {
        around
            .tell()
            .accept(
                around.command() + " has no tokens that serve any more: " + failure.getMessage());
      }
      told = !last.live();
      try {
        keepFolder(new TokenFileWriter(path));
      } catch (IOException e) {
        // The file could not be written either, which was said.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    minting.ifPresent(Minting::close);
  }
}
