package io.rolecall.it;

import io.rolecall.containers.LocalAwsContainer;
import io.rolecall.localaws.LocalAws;
import java.io.IOException;
import java.util.List;

/**
 * Objects as they lie in a store, read around its gate.
 *
 * @param contents gives the content of a bucket's key
 * @param keys gives the keys of a bucket that start with a prefix
 */
record StoredObjects(Look<byte[]> contents, Look<List<String>> keys) {

  /** A look into a bucket, by a key or by what keys start with. */
  interface Look<T> {
    T at(String bucket, String key) throws IOException;
  }

  /** Those of a LocalAws in this process. */
  static StoredObjects of(LocalAws aws) {
    return new StoredObjects(aws::get, aws::list);
  }

  /** Those of a LocalAws in a container. */
  static StoredObjects of(LocalAwsContainer aws) {
    return new StoredObjects(aws::get, aws::list);
  }

  byte[] get(String bucket, String key) throws IOException {
    return contents.at(bucket, key);
  }

  List<String> list(String bucket, String prefix) throws IOException {
    return keys.at(bucket, prefix);
  }
}
