package io.rolecall.localaws.s3;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.text.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers ListBuckets: everybody sees the buckets of the own account. */
final class BucketListing {
  private final World world;

  BucketListing(World world) {
    this.world = world;
  }

  void answer(Principal caller, Transaction transaction) throws IOException {
    StringBuilder xml = new StringBuilder(Xml.DECLARATION);
    xml.append("<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    xml.append("<Owner>").append(Xml.element("ID", caller.accountId())).append("</Owner><Buckets>");
    for (String bucket : world.bucketsOf(caller.accountId())) {
      xml.append("<Bucket>").append(Xml.element("Name", bucket));
      xml.append(Xml.element("CreationDate", "2026-01-01T00:00:00.000Z")).append("</Bucket>");
    }
    xml.append("</Buckets></ListAllMyBucketsResult>");
    transaction.answer(
        200,
        null,
        new HttpHeaders().set("Content-Type", "application/xml"),
        xml.toString().getBytes(StandardCharsets.UTF_8));
  }
}
