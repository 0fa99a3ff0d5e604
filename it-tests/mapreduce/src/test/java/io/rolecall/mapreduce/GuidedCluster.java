package io.rolecall.mapreduce;

import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** A cluster, the accounts that its jobs use, and the guide that tells its settings. */
final class GuidedCluster implements AutoCloseable {

  private static final String SUBMITTERS_PROFILE = "aws.sharedCredentialsFile";

  private final TwoAccounts accounts;
  private final MiniHadoop hadoop;
  private final GuidePage guide = GuidePage.of("mapreduce");

  private GuidedCluster(TwoAccounts accounts, MiniHadoop hadoop) throws IOException {
    this.accounts = accounts;
    this.hadoop = hadoop;
  }

  /** Starts one with HDFS, whose files are in a folder. */
  static GuidedCluster start(Path folder) throws IOException {
    return start(folder, TwoAccounts.start());
  }

  /** Starts one for accounts of another world. */
  static GuidedCluster start(Path folder, TwoAccounts accounts) throws IOException {
    return new GuidedCluster(accounts, MiniHadoop.start(folder));
  }

  /** Starts one in a Kerberos realm. */
  static GuidedCluster startSecure(SecureRealm realm) throws IOException {
    return new GuidedCluster(TwoAccounts.start(), MiniHadoop.startSecure(realm, "secure"));
  }

  /** Starts one with HDFS in a Kerberos realm, whose files are in a folder. */
  static GuidedCluster startSecure(SecureRealm realm, Path folder) throws IOException {
    return new GuidedCluster(TwoAccounts.start(), MiniHadoop.startSecure(realm, folder));
  }

  TwoAccounts accounts() {
    return accounts;
  }

  MiniHadoop hadoop() {
    return hadoop;
  }

  GuidePage guide() {
    return guide;
  }

  /** Waits for the jobs before, and forgets what they did. */
  void clear() {
    hadoop.awaitIdle();
    accounts.aws().log().clear();
  }

  /** Gives this process's programs an identity that may assume the roles. */
  Path signIn(Path folder) throws IOException {
    Path profile = accounts.profile(folder);
    // Not in the configuration: that travels with the job.
    System.setProperty(SUBMITTERS_PROFILE, profile.toString());
    return profile;
  }

  /** The guide's settings, for a program in this process. */
  Configuration settings() {
    return guided(hadoop.configuration());
  }

  /** The guide's settings, for a machine that submits jobs. */
  Configuration clientSettings() {
    return guided(hadoop.clientConfiguration());
  }

  private Configuration guided(Configuration conf) {
    accounts.reach(conf);
    guide.settings("settings").forEach(conf::set);
    return conf;
  }

  @Override
  public void close() throws IOException {
    System.clearProperty(SUBMITTERS_PROFILE);
    hadoop.close();
    accounts.close();
  }
}
