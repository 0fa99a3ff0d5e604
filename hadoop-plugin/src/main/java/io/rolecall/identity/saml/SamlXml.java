package io.rolecall.identity.saml;

import io.rolecall.text.OneLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The XML of SAML responses, from a source that is not trusted: no document types, no entities, and
 * nothing that two readers could read in two ways. A response in which another assertion could hide
 * than the signed one is refused.
 */
final class SamlXml {

  private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
  private static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
  private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

  private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
  private static final int LONGEST_SAID = 200;

  private SamlXml() {}

  /** The document is not used. The message says why, without its content. */
  static final class UnusableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }

  static Document parse(byte[] xml) throws UnusableException {
    try {
      // The JDK's own: what else is on the class path may not know these features.
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Quiet());
      return builder.parse(new ByteArrayInputStream(xml));
    } catch (SAXParseException e) {
      throw new UnusableException(
          "not usable as XML, in line "
              + e.getLineNumber()
              + (String.valueOf(e.getMessage()).contains("DOCTYPE")
                  ? ": it has a document type"
                  : ""));
    } catch (SAXException | IOException e) {
      throw new UnusableException("not XML");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JDK has these features", e);
    }
  }

  /** Fails, and prints nothing: the parser's own handler writes to standard error. */
  private static final class Quiet implements ErrorHandler {

    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXParseException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXParseException {
      throw e;
    }
  }

  /** The one assertion, which the response's or its own signature covers. */
  static Element onlyAssertion(Document document) throws UnusableException {
    Element response = document.getDocumentElement();
    if (!is(response, PROTOCOL, "Response")) {
      throw new UnusableException("its root is '" + response.getLocalName() + "', not a Response");
    }
    checkNoDuplicateIds(response);
    checkSuccess(response);
    if (response.getElementsByTagNameNS(ASSERTION, "EncryptedAssertion").getLength() > 0) {
      throw new UnusableException(
          "its assertion is encrypted, so its roles cannot be read; let the identity provider send"
              + " it signed and not encrypted");
    }
    NodeList assertions = response.getElementsByTagNameNS("*", "Assertion");
    if (assertions.getLength() == 0) {
      throw new UnusableException("it holds no assertion; the identity provider signed nobody in");
    }
    if (assertions.getLength() != 1) {
      throw new UnusableException(
          "it has "
              + assertions.getLength()
              + " assertions; with more than one, the signed one could be another than the one that"
              + " is read");
    }
    Element assertion = (Element) assertions.item(0);
    if (assertion.getParentNode() != response || !is(assertion, ASSERTION, "Assertion")) {
      throw new UnusableException("its assertion is not where it belongs, right in the response");
    }
    if (!signs(response) && !signs(assertion)) {
      throw new UnusableException(
          "no signature covers its assertion; the identity provider must sign the response or the"
              + " assertion");
    }
    return assertion;
  }

  /** An identity provider that does not sign a user in answers all the same. */
  private static void checkSuccess(Element response) throws UnusableException {
    Element status = child(response, PROTOCOL, "Status");
    Element code = status == null ? null : child(status, PROTOCOL, "StatusCode");
    if (status == null || code == null || code.getAttribute("Value").equals(SUCCESS)) {
      return;
    }
    Element detail = child(code, PROTOCOL, "StatusCode");
    Element message = child(status, PROTOCOL, "StatusMessage");
    throw new UnusableException(
        "the identity provider answers that the sign-in failed ("
            + statusName(code)
            + (detail == null ? "" : ", " + statusName(detail))
            + (message == null ? "" : ": " + OneLine.of(message.getTextContent(), LONGEST_SAID))
            + "). Sign in again, or ask who runs it");
  }

  private static String statusName(Element code) {
    String value = code.getAttribute("Value");
    String name = OneLine.of(value.substring(value.lastIndexOf(':') + 1), LONGEST_SAID);
    return name.isEmpty() ? "no status" : name;
  }

  /** Whether an element has a signature of its own, of itself. What that is worth, STS knows. */
  private static boolean signs(Element element) {
    Element signature = child(element, SIGNATURE, "Signature");
    Element info = signature == null ? null : child(signature, SIGNATURE, "SignedInfo");
    Element reference = info == null ? null : child(info, SIGNATURE, "Reference");
    return reference != null
        && !element.getAttribute("ID").isEmpty()
        && reference.getAttribute("URI").equals("#" + element.getAttribute("ID"));
  }

  private static void checkNoDuplicateIds(Element response) throws UnusableException {
    Set<String> ids = new HashSet<>();
    NodeList all = response.getOwnerDocument().getElementsByTagNameNS("*", "*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      for (String name : new String[] {"ID", "Id", "id", "AssertionID"}) {
        String id = element.getAttribute(name);
        if (!id.isEmpty() && !ids.add(id)) {
          throw new UnusableException("two of its elements have the same ID");
        }
      }
    }
  }

  /** The values of a SAML attribute; empty without it. */
  static List<String> attribute(Element assertion, String name) throws UnusableException {
    List<String> values = new ArrayList<>();
    for (Element statement : children(assertion, ASSERTION, "AttributeStatement")) {
      for (Element attribute : children(statement, ASSERTION, "Attribute")) {
        if (attribute.getAttribute("Name").equals(name)) {
          values.addAll(texts(attribute, "AttributeValue"));
        }
      }
    }
    return values;
  }

  /** The texts of all elements of a name below another. */
  static List<String> texts(Element above, String name) throws UnusableException {
    List<String> texts = new ArrayList<>();
    NodeList found = above.getElementsByTagNameNS(ASSERTION, name);
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(text((Element) found.item(i)));
    }
    return texts;
  }

  /** A comment splits a text in two, of which some readers see the first only. */
  private static String text(Element element) throws UnusableException {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeType() != Node.TEXT_NODE) {
        throw new UnusableException(
            "a value of '" + element.getLocalName() + "' holds more than text (a comment?)");
      }
    }
    return element.getTextContent().trim();
  }

  static @Nullable Element child(Element parent, String name) {
    return child(parent, ASSERTION, name);
  }

  private static @Nullable Element child(Element parent, String namespace, String name) {
    List<Element> children = children(parent, namespace, name);
    return children.isEmpty() ? null : children.get(0);
  }

  private static List<Element> children(Element parent, String namespace, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && is(element, namespace, name)) {
        children.add(element);
      }
    }
    return children;
  }

  private static boolean is(Element element, String namespace, String name) {
    return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }
}
