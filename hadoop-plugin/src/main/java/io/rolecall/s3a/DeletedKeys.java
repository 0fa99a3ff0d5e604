package io.rolecall.s3a;

import io.rolecall.credentials.AccessDenied;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.http.ContentStreamProvider;

/** The keys in the body of a bulk delete. */
final class DeletedKeys {

  private static final XMLInputFactory XML = xml();

  private DeletedKeys() {}

  /**
   * Reads the keys.
   *
   * @param body the body, which can be read again
   */
  static List<String> in(ContentStreamProvider body) {
    List<String> keys = new ArrayList<>();
    try (InputStream in = body.newStream()) {
      XMLStreamReader xml = XML.createXMLStreamReader(in, "UTF-8");
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("Key")) {
          keys.add(xml.getElementText());
        }
      }
    } catch (XMLStreamException | IOException e) {
      throw AccessDenied.because("a bulk delete whose keys cannot be read: " + e.getMessage());
    }
    return keys;
  }

  private static XMLInputFactory xml() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
