package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.FinishedProcess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code rolecall iam --html} in a browser: Chromium, as Debian has it. */
@Tag("suite")
class ITestIamPage {

  private static final String BROWSER = "chromium";

  /** Not in a folder that is deleted: what a browser starts may end, and write, after it. */
  private static final Path PROFILE = Path.of("target", "iam-page", "profile").toAbsolutePath();

  /** What the page is painted on, by its own sheet. */
  private static final int BACKGROUND = 0xf4f6f9;

  private static final String TITLE = "<title>Who reaches what</title>";
  private static final String RAN = "<title>ran</title>";

  /** What a browser asked for that was lured elsewhere. */
  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

  private static HttpServer elsewhere;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        OtherPrograms.isOnThePath(BROWSER), BROWSER + " is not installed; .ci/run installs it");
    Files.createDirectories(PROFILE);
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          ASKED.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    elsewhere.start();
  }

  @AfterAll
  static void stop() {
    if (elsewhere != null) {
      elsewhere.stop(0);
    }
  }

  @BeforeEach
  void nothingWasAsked() {
    ASKED.clear();
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + elsewhere.getAddress().getPort() + path;
  }

  /** What would run a script, or ask for something, if it became part of the page. */
  private static List<String> lures() {
    return List.of(
        "<script>document.title='ran'</script>",
        "<script src=" + address("/script") + "></script>",
        "<img src=" + address("/image") + " onerror=document.title='ran'>",
        "\"><svg onload=document.title='ran'>",
        "<link rel=stylesheet href=" + address("/sheet") + ">",
        "</style><style>body{background:url(" + address("/background") + ")}</style>",
        "</title></svg><iframe src=" + address("/frame") + "></iframe>",
        "<meta http-equiv=refresh content=0;url=" + address("/refresh") + ">");
  }

  private Path page(List<String> options) throws Exception {
    Path file = scratch.resolve("page.html");
    List<String> arguments = new ArrayList<>(List.of("iam", "--html=" + file));
    arguments.addAll(options);
    FinishedProcess result =
        new RolecallScript(scratch)
            .configuration(new Configuration(false))
            .run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return file;
  }

  /** A page whose locations, users and groups have these names. */
  private Path page(String... names) throws Exception {
    List<String> routes = new ArrayList<>();
    for (String name : names) {
      String quoted = name.replace("\"", "\\\"");
      routes.add(
          """
          {"location": "s3a://lake/%s", "users": ["%s"], "groups": ["%s"],
           "role": "arn:aws:iam::222222222222:role/reader"}
          """
              .formatted(quoted, quoted, quoted));
    }
    Path json = scratch.resolve("routes.json");
    Files.writeString(json, "{\"version\": 1, \"routes\": [" + String.join(",", routes) + "]}");
    return page(
        List.of(
            "--principal=arn:aws:iam::111111111111:user/me",
            "--conf=fs.s3a.rolecall.routes.file=" + json));
  }

  private FinishedProcess browser(Path page, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                BROWSER,
                "--headless",
                // Root has no other way, in a container.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--user-data-dir=" + PROFILE));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    FinishedProcess result =
        FinishedProcess.run(
            command, Map.of("PATH", System.getenv("PATH"), "HOME", PROFILE.toString()), scratch);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  private String dom(Path page) throws Exception {
    return browser(page, "--dump-dom").out();
  }

  private BufferedImage screenshot(Path page) throws Exception {
    Path image = scratch.resolve("page.png");
    browser(page, "--window-size=1400,1000", "--screenshot=" + image);
    return ImageIO.read(image.toFile());
  }

  @Test
  void showsTheQuickStartsRoutes() throws Exception {
    Path page = page(ThreeAccounts.question());
    String dom = dom(page);
    assertThat(dom).contains(TITLE);
    ThreeAccounts.roles().forEach(role -> assertThat(dom).contains(">" + role + "</bdi>"));
    assertThat(dom)
        .contains(">s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "</bdi>")
        .contains(">external id required</td>")
        .doesNotContain(ThreeAccounts.FLIGHTS_EXTERNAL_ID);
    // A browser that does not take the sheet paints on white.
    assertThat(screenshot(page).getRGB(2, 2) & 0xffffff).isEqualTo(BACKGROUND);
  }

  @Test
  void canBePrinted() throws Exception {
    Path pdf = scratch.resolve("page.pdf");
    browser(page(ThreeAccounts.question()), "--print-to-pdf=" + pdf);
    assertThat(new String(Files.readAllBytes(pdf), StandardCharsets.ISO_8859_1))
        .startsWith("%PDF-")
        .containsPattern("/Type\\s*/Page\\b");
  }

  @Test
  void namesRunNothingAndAskForNothing() throws Exception {
    String dom = dom(page(lures().toArray(String[]::new)));
    assertThat(dom).contains(TITLE).doesNotContain("<script", "<img", "<iframe", "<link");
    for (String lure : lures()) {
      assertThat(dom)
          .contains("s3a://lake/" + lure.replace("<", "&lt;").replace(">", "&gt;") + "</bdi>");
    }
    assertThat(ASKED).isEmpty();
  }

  /** As if all of that were not escaped: the page's policy is a second wall. */
  @Test
  void thePolicyHoldsWhereNothingIsEscaped() throws Exception {
    Path page = page("x");
    Files.writeString(
        page,
        Files.readString(page)
            .replace(
                "<main>", "<main>" + "<style>body{background:#123456}</style>" + withoutRefresh()));
    assertThat(dom(page)).contains(TITLE, "<script", "<img", "<iframe").doesNotContain(RAN);
    assertThat(screenshot(page).getRGB(2, 2) & 0xffffff).isEqualTo(BACKGROUND);
    assertThat(ASKED).isEmpty();
  }

  /** No policy keeps a page from being left. */
  private static String withoutRefresh() {
    return String.join("\n", lures().subList(0, lures().size() - 1));
  }

  /** The same without a policy: else the tests above would show nothing. */
  @Test
  void withoutPolicyAndEscapesAllOfItHappens() throws Exception {
    Path page = scratch.resolve("bare.html");
    Files.writeString(
        page, "<!DOCTYPE html><title>bare</title><body>" + withoutRefresh() + "</body>");
    assertThat(dom(page)).contains(RAN);
    assertThat(ASKED).contains("/script", "/image", "/sheet", "/background", "/frame");
  }
}
