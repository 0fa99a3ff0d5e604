package io.rolecall.localaws.saml;

import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Signs and verifies the assertion of a SAML response, with the JDK's XML signatures. */
public final class SamlSignature {
  public static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

  private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

  private SamlSignature() {}

  static String sign(String xml, KeyPair keys) {
    try {
      Document document = parse(xml);
      Element assertion = assertion(document);
      Reference reference =
          FACTORY.newReference(
              "#" + assertion.getAttribute("ID"),
              FACTORY.newDigestMethod(DigestMethod.SHA256, null),
              List.of(
                  FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                  FACTORY.newTransform(
                      CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
              null,
              null);
      SignedInfo info =
          FACTORY.newSignedInfo(
              FACTORY.newCanonicalizationMethod(
                  CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
              FACTORY.newSignatureMethod(SignatureMethod.RSA_SHA256, null),
              List.of(reference));
      DOMSignContext context =
          new DOMSignContext(
              keys.getPrivate(), assertion, assertion.getFirstChild().getNextSibling());
      FACTORY.newXMLSignature(info, null).sign(context);
      return text(document);
    } catch (GeneralSecurityException
        | MarshalException
        | XMLSignatureException
        | SAXException
        | TransformerException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** Whether the assertion of a response is signed by a key. */
  public static boolean verifies(Element assertion, PublicKey key) {
    NodeList signatures = assertion.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
    if (signatures.getLength() != 1 || signatures.item(0).getParentNode() != assertion) {
      return false;
    }
    try {
      DOMValidateContext context = new DOMValidateContext(key, signatures.item(0));
      XMLSignature signature = FACTORY.unmarshalXMLSignature(context);
      List<Reference> references = signature.getSignedInfo().getReferences();
      return references.size() == 1
          && ("#" + assertion.getAttribute("ID")).equals(references.get(0).getURI())
          && signature.validate(context);
    } catch (MarshalException | XMLSignatureException e) {
      return false;
    }
  }

  public static Document parse(String xml) throws SAXException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    } catch (ParserConfigurationException | java.io.IOException e) {
      throw new SAXException(e);
    }
  }

  /** The only assertion, whose ID the signature may refer to. */
  public static Element assertion(Document document) throws SAXException {
    NodeList assertions = document.getElementsByTagNameNS(ASSERTION, "Assertion");
    if (assertions.getLength() != 1) {
      throw new SAXException(assertions.getLength() + " assertions");
    }
    Element assertion = (Element) assertions.item(0);
    assertion.setIdAttribute("ID", true);
    return assertion;
  }

  private static String text(Document document) throws TransformerException {
    Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter text = new StringWriter();
    transformer.transform(new DOMSource(document), new StreamResult(text));
    return text.toString();
  }
}
