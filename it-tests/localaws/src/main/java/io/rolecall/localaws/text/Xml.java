package io.rolecall.localaws.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The little XML that S3 and STS speak. */
public final class Xml {
  public static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private Xml() {}

  /** An element with text. */
  public static String element(String name, String text) {
    return '<' + name + '>' + escape(text) + "</" + name + '>';
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\r", "&#13;");
  }

  /** Parses a document that a client or S3Mock sent. */
  public static Element parse(byte[] document) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document parsed = factory.newDocumentBuilder().parse(new ByteArrayInputStream(document));
      return parsed.getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("not an XML document", e);
    }
  }

  /** Every descendant element of this name. */
  public static List<Element> all(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>(nodes.getLength());
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The text of the first descendant of this name, or null. */
  public static @Nullable String text(Element parent, String name) {
    List<Element> elements = all(parent, name);
    return elements.isEmpty() ? null : elements.get(0).getTextContent();
  }
}
