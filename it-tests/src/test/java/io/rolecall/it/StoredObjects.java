package io.rolecall.it;

import io.rolecall.containers.LocalAwsContainer;
import io.rolecall.localaws.LocalAws;
import java.io.IOException;
import java.util.List;

/** Objects as they lie in a store, read around its gate. */
interface StoredObjects {

  /** The content of one. */
  byte[] get(String bucket, String key) throws IOException;

  /** The keys of a bucket that start with a prefix. */
  List<String> list(String bucket, String prefix) throws IOException;

  /** Those of a LocalAws in this process. */
  static StoredObjects of(LocalAws aws) {
    return new StoredObjects() {
      @Override
      public byte[] get(String bucket, String key) throws IOException {
        return aws.get(bucket, key);
      }

      @Override
      public List<String> list(String bucket, String prefix) throws IOException {
        return aws.list(bucket, prefix);
      }
    };
  }

  /** Those of a LocalAws in a container. */
  static StoredObjects of(LocalAwsContainer aws) {
    return new StoredObjects() {
      @Override
      public byte[] get(String bucket, String key) throws IOException {
        return aws.get(bucket, key);
      }

      @Override
      public List<String> list(String bucket, String prefix) throws IOException {
        return aws.list(bucket, prefix);
      }
    };
  }
}
