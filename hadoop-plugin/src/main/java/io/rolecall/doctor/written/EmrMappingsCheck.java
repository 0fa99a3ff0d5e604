package io.rolecall.doctor.written;

import io.rolecall.config.EmrKeys;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.s3a.RolecallFileSystem;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Looks for role mappings of EMRFS, which decide who signs where EMR's file systems read them. */
public final class EmrMappingsCheck implements Check {

  private static final String STEP = "configuration";

  private static final String AS_ROUTES =
      "Write its mappings as routes ('rolecall import emrfs'), and give the key an empty value";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    Configuration emrfs = context.declared().confOfEmrfs();
    boolean signsForEmrfs =
        emrfs.getTrimmed(EmrKeys.EMRFS_PROVIDER, "").startsWith("io.rolecall.emrfs.");
    boolean isS3A =
        context.conf().getTrimmed("fs.s3a.impl", "").equals(RolecallFileSystem.class.getName());
    List<CheckStep> steps = new ArrayList<>();
    for (String key : EmrKeys.ofEmrfs(emrfs)) {
      if (signsForEmrfs) {
        steps.add(
            CheckStep.failed(
                STEP,
                key + " is set: EMRFS would choose by it who signs, and not by the routes",
                AS_ROUTES));
      } else if (isS3A && EmrKeys.areTranslated(context.conf())) {
        steps.add(
            CheckStep.warning(
                STEP,
                key
                    + " is set: from EMR 7.10 on, S3A would choose by it who signs, and Rolecall"
                    + " refuses what another role is to sign",
                AS_ROUTES + ", or set fs.s3a.emrfs.compatibility.enable = false"));
      }
    }
    return steps;
  }
}
