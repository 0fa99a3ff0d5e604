package io.rolecall.cli;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A page of {@code rolecall iam --html}, as a parser of XML reads it: it fails where a tag is not
 * closed, or a character is none of XML.
 *
 * @param document the page
 */
record ReadPage(Document document) {

  static ReadPage of(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setExpandEntityReferences(false);
    return new ReadPage(
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8))));
  }

  List<Element> all(String tag) {
    return all(document.getElementsByTagName(tag));
  }

  private static List<Element> all(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<Element> all(Element in, Predicate<Element> which) {
    return all(in.getElementsByTagName("*")).stream().filter(which).toList();
  }

  /**
   * The rows of the table below a heading, each with its cells' texts; a line end for each part.
   */
  List<String> table(String heading) {
    List<String> rows = new ArrayList<>();
    for (Element table : all("table")) {
      if (table.getAttribute("aria-labelledby").equals(heading)) {
        for (Element row : all(table, element -> element.getTagName().equals("tr"))) {
          List<String> cells =
              all(row, element -> Set.of("td", "th").contains(element.getTagName())).stream()
                  .map(ReadPage::text)
                  .toList();
          rows.add(String.join(" | ", cells));
        }
      }
    }
    return rows;
  }

  /** The text of a cell, with a comma between its parts. */
  private static String text(Element cell) {
    StringBuilder text = new StringBuilder();
    append(text, cell);
    return text.toString().strip();
  }

  private static void append(StringBuilder text, Element in) {
    for (int i = 0; i < in.getChildNodes().getLength(); i++) {
      if (in.getChildNodes().item(i) instanceof Element part) {
        boolean apart =
            Set.of("li", "div").contains(part.getTagName())
                || part.getAttribute("class").equals("small");
        text.append(apart && !text.isEmpty() ? ", " : "");
        append(text, part);
      } else {
        text.append(in.getChildNodes().item(i).getNodeValue());
      }
    }
  }

  /** What the boxes of the picture say in full, a line end as a comma. */
  List<String> boxes() {
    return boxes(any -> true);
  }

  List<String> boxes(Predicate<String> kind) {
    return all("svg").stream()
        .filter(svg -> Set.of("identity", "role", "place").contains(svg.getAttribute("class")))
        .filter(svg -> kind.test(svg.getAttribute("class")))
        .map(svg -> svg.getElementsByTagName("title").item(0).getTextContent().replace("\n", ", "))
        .toList();
  }

  /** The kinds of the arrows of the picture, without their heads. */
  List<String> arrows() {
    return all("path").stream()
        .filter(path -> !path.getAttribute("class").contains("head"))
        .filter(
            path -> !((Element) path.getParentNode()).getAttribute("viewBox").equals("0 0 46 16"))
        .map(path -> path.getAttribute("class"))
        .toList();
  }

  Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    all("*").forEach(element -> tags.add(element.getTagName()));
    return tags;
  }

  Set<String> attributes() {
    Set<String> names = new TreeSet<>();
    for (Element element : all("*")) {
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        names.add(element.getAttributes().item(i).getNodeName());
      }
    }
    return names;
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }
}
