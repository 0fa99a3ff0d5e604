package io.rolecall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rolecall iam --html} with names that would be more than names. */
class IamHtmlAttackTest {

  /** What a page without any such name has. */
  private static final String PLAIN = "name";

  @TempDir Path scratch;

  /** A page with a name wherever routes have names. */
  private String page(String name) throws Exception {
    Map<String, Object> identity =
        Map.of("kind", "saml", "assertionFile", "/run/a", "provider", "a:b:c:d:" + name + ":e");
    Map<String, Object> document =
        Map.of(
            "version",
            1,
            "identities",
            Map.of("company", identity),
            "routes",
            List.of(
                Map.of(
                    "location",
                    "s3a://lake/a" + name + "b",
                    "users",
                    List.of(name),
                    "groups",
                    List.of(name),
                    "tags",
                    Map.of("job", "{job}" + name),
                    "sessionName",
                    "{job}" + name,
                    "role",
                    "arn:aws:iam::222222222222:role/a\"'<>&/r"),
                Map.of(
                    "location",
                    "s3a://lake/crew",
                    "by",
                    "company",
                    "role",
                    "arn:aws:iam::222222222222:role/crew")));
    Path routes =
        Files.writeString(
            scratch.resolve("routes.json"), new JsonMapper().writeValueAsString(document));
    Path file = scratch.resolve("page.html");
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.rolecall.routes.file", routes.toString())
            .run("iam", "--html=" + file, "--principal=arn:aws:iam::111111111111:user/me");
    assertThat(run.err()).isEmpty();
    return Files.readString(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>document.title='x'</script>",
        "</script><script>alert(1)</script>",
        "\"><img src=http://127.0.0.1:9/x onerror=alert(1)>",
        "'onmouseover='alert(1)",
        "</title></desc></svg></style><svg onload=alert(1)>",
        "<!--",
        "-->",
        "]]>",
        "<![CDATA[",
        "<?xml?>",
        "&lt;script&gt;",
        "&#x3c;b>",
        "&nosuchentity;",
        "`${alert(1)}`",
        "javascript:alert(1)",
        "url(http://127.0.0.1:9/)",
        "</style><style>@import'//127.0.0.1:9/'",
        "<meta http-equiv=refresh content=0;url=//127.0.0.1:9/>",
        "<base href=//127.0.0.1:9/>",
        "<foreignObject><iframe src=//127.0.0.1:9/>",
      })
  void namesStayNames(String name) throws Exception {
    ReadPage page = ReadPage.of(page(name));
    ReadPage plain = ReadPage.of(page(PLAIN));
    assertThat(page.tags()).isEqualTo(plain.tags());
    assertThat(page.attributes()).isEqualTo(plain.attributes());
    assertThat(page.table("routes").get(1))
        .isEqualTo(
            plain
                .table("routes")
                .get(1)
                .replace("a" + PLAIN + "b", "a" + name + "b")
                .replace("user " + PLAIN, "user " + name)
                .replace("group " + PLAIN, "group " + name)
                .replace("}" + PLAIN, "}" + name));
  }

  @Test
  void thePageHasNoScriptLinkOrAddress() throws Exception {
    ReadPage page = ReadPage.of(page(PLAIN));
    assertThat(page.tags())
        .doesNotContain("script", "link", "a", "img", "image", "use", "iframe", "object", "form");
    assertThat(page.attributes())
        .noneMatch(name -> name.startsWith("on"))
        .doesNotContain("href", "xlink:href", "src", "style", "action");
    assertThat(page.all("style"))
        .singleElement()
        .extracting(style -> style.getTextContent())
        .asString()
        .doesNotContain("url(", "@import", "http");
  }

  /** A browser takes the page's own sheet, and nothing else. */
  @Test
  void thePolicyAllowsTheSheetAlone() throws Exception {
    ReadPage page = ReadPage.of(page(PLAIN));
    byte[] sheet = page.all("style").get(0).getTextContent().getBytes(UTF_8);
    String digest =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(sheet));
    assertThat(page.all("meta"))
        .filteredOn(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
        .singleElement()
        .extracting(meta -> meta.getAttribute("content"))
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-"
                + digest
                + "'; base-uri 'none'; form-action 'none'");
  }

  @Test
  void turnsOfDirectionAreShown() throws Exception {
    assertThat(ReadPage.of(page("x\u202Ey")).table("routes").get(1))
        .contains("s3a://lake/ax⟨U+202E⟩yb", "user x⟨U+202E⟩y");
    assertThat(page("x\u202Ey")).doesNotContain("\u202E");
  }

  @Test
  void longNamesAreInTheTableInFull() throws Exception {
    String name = "long/".repeat(200).substring(0, 990);
    ReadPage page = ReadPage.of(page(name));
    assertThat(page.table("routes").get(1)).contains("s3a://lake/a" + name + "b");
    assertThat(page.all("text"))
        .extracting(text -> text.getTextContent().length())
        .allMatch(length -> length < 80);
  }

  /**
   * Readers of screens: a language, headings of columns and rows, a picture that says what it is.
   */
  @Test
  void canBeReadAloud() throws Exception {
    ReadPage page = ReadPage.of(page(PLAIN));
    assertThat(page.document().getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(page.all("th")).allMatch(head -> !head.getAttribute("scope").isEmpty());
    assertThat(page.all("desc"))
        .singleElement()
        .extracting(desc -> desc.getTextContent())
        .isEqualTo("2 locations, 2 roles, 3 accounts. The tables below have the same facts.");
  }
}
