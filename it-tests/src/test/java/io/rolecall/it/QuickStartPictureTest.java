package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.SessionPicture;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The quick start's picture shows what LocalAws's log says. */
class QuickStartPictureTest {

  private static final Instant START = Instant.parse("2026-11-26T00:00:00Z");

  private static Entry assumed(int second) {
    return entry(
        second,
        "arn:aws:iam::111111111111:user/submitter",
        "sts",
        "AssumeRole",
        null,
        new AccessLog.RoleRequest(
            "arn:aws:iam::222222222222:role/reader", "me-app-1", false, 10, Map.of(), null));
  }

  private static Entry read(int second, String errorCode) {
    return entry(
        second,
        "arn:aws:sts::222222222222:assumed-role/reader/me-app-1",
        "s3",
        "GetObject",
        errorCode,
        null);
  }

  private static Entry entry(
      int second,
      String who,
      String service,
      String operation,
      String errorCode,
      AccessLog.RoleRequest request) {
    return new Entry(
        START.plusSeconds(second),
        "id",
        new AccessLog.Client(who, "key", "", "", ""),
        new AccessLog.Call(service, operation, "GET", "/", "b", "k", List.of()),
        errorCode == null ? 200 : 400,
        errorCode,
        request);
  }

  private static Document picture(List<Entry> entries) throws Exception {
    String svg = new SessionPicture(entries, Duration.ofSeconds(10)).svg();
    // Nothing is fetched: but for the name of SVG itself there is no address in it.
    assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "href", "url");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** Those of a kind, without the one of the legend. */
  private static List<Element> all(Document picture, String tag, String kind) {
    NodeList nodes = picture.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> (Element) nodes.item(i))
        .filter(element -> element.getAttribute("class").equals(kind))
        .skip(1)
        .toList();
  }

  private static double x(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void sessionsAndRequestsAreWhereTheyWere() throws Exception {
    Document picture =
        picture(
            List.of(assumed(0), read(1, null), assumed(7), read(8, "ExpiredToken"), read(9, null)));
    List<Element> used = all(picture, "rect", "in-use");
    assertThat(used).hasSize(2);
    // The first was in use until the second came, and stayed valid for three seconds more.
    assertThat(x(used.get(0), "x") + x(used.get(0), "width"))
        .isCloseTo(x(used.get(1), "x"), org.assertj.core.data.Offset.offset(0.2));
    assertThat(all(picture, "rect", "replaced").get(0).getAttribute("width")).isNotEqualTo("0.0");
    assertThat(all(picture, "rect", "replaced").get(1).getAttribute("width")).isEqualTo("0.0");
    assertThat(all(picture, "line", "expiry")).hasSize(2);
    assertThat(all(picture, "line", "request")).hasSize(2);
    List<Element> repeated = all(picture, "line", "repeated");
    assertThat(repeated).hasSize(1);
    assertThat(x(repeated.get(0), "x1")).isGreaterThan(x(used.get(1), "x"));
  }
}
