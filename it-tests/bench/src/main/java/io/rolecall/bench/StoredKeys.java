package io.rolecall.bench;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Lists keys as S3 does (ListObjectsV2), page by page. */
final class StoredKeys {

  private static final int PAGE = 1000;
  private static final String TIME = "2026-01-31T00:00:00.000Z";
  private static final String ETAG = "&quot;68b329da9893e34099c7d8ad5cb9c940&quot;";

  private StoredKeys() {}

  /**
   * One page.
   *
   * @param lengths the length of each key's object
   * @param query the request's parameters
   * @return the answer's XML
   */
  static String page(NavigableMap<String, Long> lengths, Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    boolean folders = query.containsKey("delimiter");
    int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("max-keys", "" + PAGE)));
    StringBuilder entries = new StringBuilder();
    String last = query.getOrDefault("continuation-token", "");
    int count = 0;
    String key = next(lengths, last, prefix);
    while (key != null && count < most) {
      int slash = folders ? key.indexOf('/', prefix.length()) : -1;
      if (slash < 0) {
        entry(entries, key, lengths.getOrDefault(key, 0L));
        last = key;
      } else {
        String folder = key.substring(0, slash + 1);
        entries.append("<CommonPrefixes><Prefix>").append(folder);
        entries.append("</Prefix></CommonPrefixes>");
        // After all that is in it: no key here has a character beyond this one.
        last = folder + '~';
      }
      count++;
      key = next(lengths, last, prefix);
    }
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>").append(key != null);
    xml.append("</IsTruncated><KeyCount>").append(count).append("</KeyCount>");
    if (key != null) {
      xml.append("<NextContinuationToken>").append(last).append("</NextContinuationToken>");
    }
    return xml.append(entries).append("</ListBucketResult>").toString();
  }

  private static @Nullable String next(
      NavigableMap<String, Long> lengths, String after, String prefix) {
    Iterator<String> keys =
        (after.isEmpty() ? lengths.tailMap(prefix, true) : lengths.tailMap(after, false))
            .keySet()
            .iterator();
    String key = keys.hasNext() ? keys.next() : null;
    return key != null && key.startsWith(prefix) ? key : null;
  }

  private static void entry(StringBuilder xml, String key, long length) {
    xml.append("<Contents><Key>").append(key).append("</Key><LastModified>").append(TIME);
    xml.append("</LastModified><ETag>").append(ETAG).append("</ETag>");
    xml.append("<Size>").append(length).append("</Size>");
    xml.append("<StorageClass>STANDARD</StorageClass></Contents>");
  }
}
