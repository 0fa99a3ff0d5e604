package io.rolecall.doctor.routes;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.sts.StsTime;
import java.time.Duration;

/** What to say of a clock. */
public final class Clocks {

  private static final String STEP = "clock";

  private Clocks() {}

  /**
   * A clock beside that of STS.
   *
   * @param whose whose clock it is, for example "this machine's clock"
   * @param ahead how much it is ahead of STS's
   * @return a failure if AWS would refuse what is signed by it
   */
  public static CheckStep step(String whose, Duration ahead) {
    return step(whose, ahead, "STS's");
  }

  /**
   * A clock beside that of the driver, where no STS has told its time.
   *
   * @param whose whose clock it is
   * @param ahead how much it is ahead of the driver's
   * @return a failure if AWS would refuse what is signed by it, if the driver's is right
   */
  public static CheckStep besideTheDrivers(String whose, Duration ahead) {
    return step(whose, ahead, "the driver's");
  }

  /**
   * Whether AWS would refuse what is signed by a clock.
   *
   * @param ahead how much it is ahead of AWS's; negative if it is behind
   * @return whether it is too far off
   */
  public static boolean isOff(Duration ahead) {
    return StsTime.isFarOff(ahead);
  }

  private static CheckStep step(String whose, Duration ahead, String other) {
    String detail =
        whose
            + " is "
            + ahead.abs().toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind " : "ahead of ")
            + other;
    return isOff(ahead)
        ? CheckStep.failed(STEP, detail, "Set the clock (NTP): AWS refuses what is signed by it")
        : CheckStep.ok(STEP, detail);
  }
}
