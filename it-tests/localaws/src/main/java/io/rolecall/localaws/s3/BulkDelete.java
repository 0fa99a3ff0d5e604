package io.rolecall.localaws.s3;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.text.Xml;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/** DeleteObjects: S3 decides key by key, and answers 200 even where it denies some of them. */
final class BulkDelete {
  private final S3BackEnd backEnd;
  private final S3Authorizer authorizer;

  BulkDelete(S3BackEnd backEnd, S3Authorizer authorizer) {
    this.backEnd = backEnd;
    this.authorizer = authorizer;
  }

  void answer(Principal caller, S3Request request, S3Payload payload, Transaction transaction)
      throws IOException, AwsError {
    Element document = parse(payload.body().bytes());
    List<Element> objects = Xml.all(document, "Object");
    transaction.deletes(objects.stream().map(BulkDelete::key).toList());
    List<Element> denied = new ArrayList<>();
    StringBuilder errors = new StringBuilder();
    for (Element object : objects) {
      String key = key(object);
      try {
        AccessRequest access = AccessRequest.onObject("s3:DeleteObject", request.bucket(), key);
        authorizer.authorize(caller, request.bucket(), access);
      } catch (AwsError e) {
        denied.add(object);
        errors.append("<Error>").append(Xml.element("Key", key));
        errors.append(Xml.element("Code", e.code())).append(Xml.element("Message", e.message()));
        errors.append("</Error>");
      }
    }
    if (denied.isEmpty()) {
      S3Answer.forward(backEnd.send(request, payload), payload, transaction);
    } else {
      deleteOthers(document, denied, errors.toString(), request, transaction);
    }
  }

  private void deleteOthers(
      Element document,
      List<Element> denied,
      String errors,
      S3Request request,
      Transaction transaction)
      throws IOException, AwsError {
    denied.forEach(document::removeChild);
    String result =
        "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></DeleteResult>";
    if (!Xml.all(document, "Object").isEmpty()) {
      result = send(request, document);
    }
    String answer = result.replaceFirst("/>\\s*$", "></DeleteResult>");
    int end = answer.lastIndexOf("</");
    answer = answer.substring(0, end) + errors + answer.substring(end);
    transaction.answer(
        200,
        null,
        new HttpHeaders().set("Content-Type", "application/xml"),
        answer.getBytes(StandardCharsets.UTF_8));
  }

  private String send(S3Request request, Element document) throws IOException, AwsError {
    StringBuilder delete = new StringBuilder("<Delete>");
    for (Element object : Xml.all(document, "Object")) {
      delete.append("<Object>").append(Xml.element("Key", key(object))).append("</Object>");
    }
    byte[] body = delete.append("</Delete>").toString().getBytes(StandardCharsets.UTF_8);
    // without the client's headers: its checksum is that of the whole document
    S3Request shorter = request.withoutHeaders();
    HttpResponse<InputStream> response =
        backEnd.send(shorter, new S3Payload(SpooledBody.of(body), new HttpHeaders()));
    try (InputStream in = response.body()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String key(Element object) {
    return String.valueOf(Xml.text(object, "Key"));
  }

  private static Element parse(byte[] body) throws AwsError {
    try {
      return Xml.parse(body);
    } catch (IOException e) {
      throw new AwsError(
          400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    }
  }
}
