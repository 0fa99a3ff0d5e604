package io.rolecall.doctor;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.probe.ProbeCheck;
import io.rolecall.doctor.routes.CatalogRoutesCheck;
import io.rolecall.doctor.routes.ClientRouteCheck;
import io.rolecall.doctor.routes.EveryOtherBucketCheck;
import io.rolecall.doctor.routes.ExecutorSessionsCheck;
import io.rolecall.doctor.routes.KmsKeyCheck;
import io.rolecall.doctor.routes.NothingRoutedCheck;
import io.rolecall.doctor.routes.RoleCheck;
import io.rolecall.doctor.routes.RouteCheck;
import io.rolecall.doctor.written.CatalogCheck;
import io.rolecall.doctor.written.ClassPathCheck;
import io.rolecall.doctor.written.DocumentCheck;
import io.rolecall.doctor.written.EmrMappingsCheck;
import io.rolecall.doctor.written.KeyCheck;
import io.rolecall.doctor.written.MissingJar;
import io.rolecall.doctor.written.SharedFileSystemCheck;
import io.rolecall.doctor.written.StsRegionCheck;
import io.rolecall.doctor.written.SwitchCheck;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Looks for what would make a job fail: the checks, in their order. */
public final class Doctor {

  private static final List<Check> CHECKS =
      List.of(
          ClassPathCheck.ofProcess(),
          new SwitchCheck(),
          new DocumentCheck(),
          new KeyCheck(),
          new EmrMappingsCheck(),
          new RouteCheck(),
          new ClientRouteCheck(),
          new EveryOtherBucketCheck(),
          new ExecutorSessionsCheck(),
          new CatalogRoutesCheck(),
          new SharedFileSystemCheck(),
          new NothingRoutedCheck(),
          new CatalogCheck(),
          new KmsKeyCheck(),
          new StsRegionCheck(),
          new RoleCheck(),
          new ProbeCheck());

  private Doctor() {}

  /**
   * Runs the checks. Calls STS, and with probes the store.
   *
   * @param context what is examined
   * @return what each of them found, in order
   */
  public static List<CheckStep> examine(CheckContext context) {
    return examine(context, List.of(), step -> {});
  }

  /**
   * Runs the checks, and more of them.
   *
   * @param context what is examined
   * @param more what else is looked at, after all others
   * @param said is told each step as soon as there is one
   * @return what each of them found, in order
   */
  public static List<CheckStep> examine(
      CheckContext context, List<Check> more, Consumer<CheckStep> said) {
    Findings findings = new Findings();
    for (Check check : Stream.concat(CHECKS.stream(), more.stream()).toList()) {
      List<CheckStep> steps = steps(check, context, findings);
      findings.add(steps);
      steps.forEach(said);
      if (check.isBasis() && Findings.isFailed(steps)) {
        break;
      }
    }
    return findings.steps();
  }

  /** A class path that does not fit may not hide what the other checks find. */
  private static List<CheckStep> steps(Check check, CheckContext context, Findings findings) {
    try {
      return check.check(context, findings);
    } catch (LinkageError e) {
      return List.of(CheckStep.failed(ClassPathCheck.STEP, MissingJar.explain(e), null));
    }
  }
}
