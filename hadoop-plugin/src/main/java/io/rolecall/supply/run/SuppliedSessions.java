package io.rolecall.supply.run;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.handoff.ContainerAnswer;
import io.rolecall.handoff.HandedSession;
import io.rolecall.handoff.SessionFormat;
import io.rolecall.handoff.StoreSettings;
import io.rolecall.job.BucketSessions;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.supply.loopback.HttpAnswer;
import io.rolecall.supply.loopback.SessionEndpoint;
import io.rolecall.supply.sessions.AwsConfigText;
import io.rolecall.supply.sessions.AwsVariables;
import io.rolecall.supply.sessions.KeptSession;
import io.rolecall.supply.sessions.SuppliedPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of places, as AWS's command and SDKs look for them: of a single location by a server on
 * this machine, of several, and of other services' clients, in files, which profiles name. Each is
 * replaced before it ends.
 */
public final class SuppliedSessions implements CommandSupply {

  private static final String CONFIG = "aws-config";

  /** Clients read it, too, and the user's own has other identities. */
  private static final String NO_CREDENTIALS = "aws-credentials";

  private static final String AUTHORIZATION = "authorization";

  /** The path of AWS's protocol for the credentials of containers. */
  static final String CREDENTIALS = "/credentials";

  /**
   * Prints what is beside the file of profiles. No path is in it, which others would see in the
   * list of processes; sh prints it by itself.
   */
  private static final String PRINT =
      "sh -c 'while IFS= read -r line; do printf \"%%s\\n\" \"$line\"; done <"
          + " \"$AWS_CONFIG_FILE.%d\"'";

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Configuration conf;
  private final List<SuppliedPlace> locations;
  private final RunFolder folder;
  private final Surroundings around;
  private final List<KeptSession> kept = new ArrayList<>();
  private String unseen = "";
  private volatile @Nullable BucketSessions sessions;
  private volatile @Nullable SessionEndpoint endpoint;

  /**
   * Nothing is done yet.
   *
   * @param conf the configuration of a job with an id
   * @param locations the locations; with profiles, or a single one without
   * @param folder the command's folder
   * @param around the command, and who is told
   */
  SuppliedSessions(
      Configuration conf, List<SuppliedPlace> locations, RunFolder folder, Surroundings around) {
    this.conf = conf;
    this.locations = List.copyOf(locations);
    this.folder = folder;
    this.around = around;
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    checkThatItCanBeQuoted(folder.toString());
    unseen = folder.unseen() + "/";
    BucketSessions opened = BucketSessions.of(conf);
    sessions = opened;
    AwsConfigText config = new AwsConfigText();
    for (SuppliedPlace location : locations) {
      RouteCredentials credentials = opened.at(location.place()).orElse(null);
      if (credentials == null) {
        throw new ConfigException(location + ": no route", null);
      }
      Optional<Integer> file =
          isByServer() ? Optional.empty() : Optional.of(locations.indexOf(location));
      config.add(location.profile(), store(location), file.map(PRINT::formatted));
      kept.add(
          new KeptSession(
              location,
              credentials,
              around.clock(),
              file.map(number -> publication(location, unseen + CONFIG + "." + number))
                  .orElse(KeptSession.Publication.NONE)));
    }
    getAll();
    folder.replace(unseen + CONFIG, bytes(config.toString()));
    folder.replace(unseen + NO_CREDENTIALS, new byte[0]);
    if (isByServer()) {
      KeptSession only = kept.get(0);
      SessionEndpoint opening = SessionEndpoint.open(Map.of(CREDENTIALS, () -> answer(only.now())));
      endpoint = opening;
      folder.replace(unseen + AUTHORIZATION, bytes(opening.token()));
    }
  }

  /** From memory alone: nobody has STS asked by asking here. */
  public static HttpAnswer answer(Optional<KeptSession.Passed> passed) {
    return passed
        .map(found -> new HttpAnswer(200, ContainerAnswer.of(found.session(), found.told())))
        .orElseGet(
            () ->
                new HttpAnswer(
                    503,
                    ContainerAnswer.failure(
                        "NoSession", "there is no session that serves; rolecall run says why")));
  }

  /** Some clients put values in for what looks like a variable in the name of the file. */
  static void checkThatItCanBeQuoted(String path) throws IOException {
    if (!AwsConfigText.canBeQuoted(path)) {
      throw new IOException(
          path
              + " cannot be named in a file of AWS's profiles, where letters, digits and /._@+=:,~-"
              + " are safe. TMPDIR names another place");
    }
  }

  /**
   * Only a profile can tell a client which of several it means. And whoever has the port after a
   * killed server gives clients keys of his own: S3 refuses them, as buckets' names are the whole
   * world's, but a table or a queue of that name could be in his account.
   */
  private boolean isByServer() {
    return locations.size() == 1
        && locations.get(0).profile().isEmpty()
        && locations.get(0).place().toLocation().isPresent();
  }

  /** A variable would be every profile's, so each profile gets what the variable says. */
  private StoreSettings store(SuppliedPlace location) {
    StoreSettings store = location.store();
    return new StoreSettings(
        store.region().or(() -> AwsVariables.region(around.environment())),
        store.endpoint(),
        store.pathStyle());
  }

  /** Some clients look for no region of a profile. */
  private Optional<String> commonRegion() {
    List<Optional<String>> regions =
        locations.stream().map(location -> store(location).region()).distinct().toList();
    return regions.size() == 1 ? regions.get(0) : Optional.empty();
  }

  private KeptSession.Publication publication(SuppliedPlace location, String file) {
    return (session, told) -> {
      folder.replace(
          file,
          bytes(
              SessionFormat.CREDENTIAL_PROCESS.write(
                  new HandedSession(location.place(), session, told, location.store()))));
      folder.keepUntil(session.expiration());
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All at the same time: a role that takes long delays no other one. */
  private void getAll() throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(kept.size(), SuppliedSessions::thread);
    try {
      List<Callable<KeptSession.Look>> looks = new ArrayList<>();
      kept.forEach(one -> looks.add(one::look));
      for (Future<KeptSession.Look> look : threads.invokeAll(looks)) {
        get(look);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void get(Future<KeptSession.Look> look) throws IOException, InterruptedException {
    try {
      look.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException(String.valueOf(cause), cause);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "rolecall-sessions");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void announce(Map<String, String> environment) {
    AwsVariables.clear(environment);
    environment.put("AWS_CONFIG_FILE", folder.resolve(unseen + CONFIG).toString());
    environment.put(
        "AWS_SHARED_CREDENTIALS_FILE", folder.resolve(unseen + NO_CREDENTIALS).toString());
    environment.put("AWS_SDK_LOAD_CONFIG", "1"); // Older SDKs read the first file only then.
    SessionEndpoint opened = endpoint;
    if (opened == null) {
      AwsVariables.removeRegion(environment);
      commonRegion().ifPresent(region -> AwsVariables.putRegion(environment, region));
      return;
    }
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", opened.uri(CREDENTIALS).toString());
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", opened.token());
    // For Rust's object_store, which knows this alone.
    environment.put(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        folder.resolve(unseen + AUTHORIZATION).toString());
    AwsVariables.reachDirectly(environment, opened.uri(CREDENTIALS).getHost());
    announce(locations.get(0).store(), environment);
  }

  private static void announce(StoreSettings store, Map<String, String> environment) {
    store.region().ifPresent(region -> AwsVariables.putRegion(environment, region));
    store
        .endpoint()
        .ifPresent(
            uri -> {
              environment.put("AWS_ENDPOINT_URL_S3", uri);
              // object_store's own.
              environment.put("AWS_ALLOW_HTTP", Boolean.toString(uri.startsWith("http://")));
              environment.put(
                  "AWS_VIRTUAL_HOSTED_STYLE_REQUEST", Boolean.toString(!store.pathStyle()));
            });
  }

  @Override
  public void keep() throws InterruptedException {
    List<Thread> keepers = kept.stream().map(one -> thread(() -> keep(one))).toList();
    keepers.forEach(Thread::start);
    try {
      for (Thread keeper : keepers) {
        keeper.join();
      }
    } finally {
      keepers.forEach(Thread::interrupt);
    }
  }

  private void keep(KeptSession one) {
    SessionNews news = new SessionNews(one, around);
    try {
      while (!around.ended().getAsBoolean()) {
        Thread.sleep(LOOK.toMillis());
        look(one, news);
      }
    } catch (InterruptedException | SessionInterruptedException e) {
      // The command has ended.
    }
  }

  /** Whatever goes wrong after the first look is a failure that may pass. */
  private static void look(KeptSession one, SessionNews news) {
    try {
      news.found(one.look());
    } catch (SessionInterruptedException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      news.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    SessionEndpoint opened = endpoint;
    if (opened != null) {
      opened.close();
    }
    BucketSessions held = sessions;
    if (held != null) {
      held.close();
    }
  }
}
