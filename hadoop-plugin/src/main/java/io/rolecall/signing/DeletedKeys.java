package io.rolecall.signing;

import io.rolecall.credentials.AccessDenied;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
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
    try (InputStream in = body.newStream()) {
      return read(in);
    } catch (XMLStreamException | IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads the keys from the body of an async client, which can be read again.
   *
   * @param body the body
   * @return the keys, later; a refusal if they cannot be read
   */
  static CompletableFuture<List<String>> in(Publisher<ByteBuffer> body) {
    AsyncResponseTransformer<Object, ResponseBytes<Object>> gathered =
        AsyncResponseTransformer.toBytes();
    CompletableFuture<ResponseBytes<Object>> all = gathered.prepare();
    gathered.onResponse(body);
    gathered.onStream(SdkPublisher.adapt(body));
    return all.thenApply(DeletedKeys::read);
  }

  private static List<String> read(ResponseBytes<?> body) {
    try (InputStream in = body.asInputStream()) {
      return read(in);
    } catch (XMLStreamException | IOException e) {
      throw unreadable(e);
    }
  }

  private static List<String> read(InputStream in) throws XMLStreamException {
    List<String> keys = new ArrayList<>();
    XMLStreamReader xml = XML.createXMLStreamReader(in, "UTF-8");
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("Key")) {
        keys.add(xml.getElementText());
      }
    }
    return keys;
  }

  private static RuntimeException unreadable(Exception e) {
    return AccessDenied.because("a bulk delete whose keys cannot be read: " + e.getMessage());
  }

  private static XMLInputFactory xml() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
