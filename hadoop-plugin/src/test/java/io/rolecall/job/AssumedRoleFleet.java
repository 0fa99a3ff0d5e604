package io.rolecall.job;

import io.rolecall.job.ScaleSimulation.Size;
import java.time.Duration;
import java.util.Random;

/**
 * The same job with S3A's AssumedRoleCredentialProvider: each FileSystem of each executor has a
 * provider of its own, which calls STS at its first use and whenever the SDK's cache wants the next
 * session. Nothing but arithmetic: the times of the calls.
 *
 * <p>The SDK's StsAssumeRoleCredentialsProvider asks for the next session five minutes before the
 * old one ends, and its cache moves that by a random time of up to five minutes more.
 */
final class AssumedRoleFleet {

  /** What STS lets one account do in one region, per second. */
  static final int QUOTA = 600;

  private static final Duration PREFETCH = Duration.ofMinutes(5);
  private static final Duration JITTER = Duration.ofMinutes(5);
  private static final Duration RAMP = Duration.ofMinutes(1);

  private AssumedRoleFleet() {}

  /**
   * What happened.
   *
   * @param stsCalls calls of STS
   * @param peak calls in the busiest second
   * @param overQuota in how many seconds there were more calls than the quota
   */
  record Result(long stsCalls, int peak, int overQuota) {}

  static Result run(Size size) {
    Random random = new Random(1);
    int end = (int) size.job().toSeconds();
    int[] calls = new int[end + 1];
    for (int executor = 0; executor < size.executors(); executor++) {
      int start = random.nextInt((int) RAMP.toSeconds());
      for (int bucket = 0; bucket < size.buckets(); bucket++) {
        for (int at = start; at <= end; at += next(size, random)) {
          calls[at]++;
        }
      }
    }
    long all = 0;
    int peak = 0;
    int over = 0;
    for (int inOneSecond : calls) {
      all += inOneSecond;
      peak = Math.max(peak, inOneSecond);
      over += inOneSecond > QUOTA ? 1 : 0;
    }
    return new Result(all, peak, over);
  }

  private static int next(Size size, Random random) {
    long early = PREFETCH.toSeconds() + random.nextInt((int) JITTER.toSeconds());
    return (int) Math.max(1, size.session().toSeconds() - early);
  }
}
