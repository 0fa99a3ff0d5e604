package org.apache.comet.cloud.s3;

import java.util.Map;

/** Gives Comet's native readers their credentials. */
public interface CometS3CredentialProvider extends AutoCloseable {

  /** Called once, before all else; with the properties of a catalog of Iceberg, or none. */
  default void initialize(Map<String, String> catalogProperties) {}

  /** The credentials for a path; throws where there are none. */
  CometS3Credentials getCredentialsForPath(CometS3CredentialContext context) throws Exception;

  /** Called when the process ends. */
  @Override
  default void close() throws Exception {}
}
