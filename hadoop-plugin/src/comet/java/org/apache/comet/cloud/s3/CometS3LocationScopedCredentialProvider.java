package org.apache.comet.cloud.s3;

import java.util.List;

/** One that has credentials of their own for locations within a bucket. */
public interface CometS3LocationScopedCredentialProvider extends CometS3CredentialProvider {

  /** The locations of a bucket that are asked for one by one, percent-encoded. */
  List<String> getPolicyLocations(String bucket) throws Exception;
}
