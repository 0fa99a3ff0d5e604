package io.rolecall.doctor.written;

import io.rolecall.config.DeclarationMode;
import io.rolecall.config.EmrKeys;
import io.rolecall.config.RolecallKeys;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.s3a.RolecallFs;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Looks whether Rolecall is switched on at all. */
public final class SwitchCheck implements Check {

  private static final String STEP = "configuration";
  private static final String FILE_SYSTEM = "fs.s3a.impl";
  private static final String FILE_CONTEXT = "fs.AbstractFileSystem.s3a.impl";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    Configuration conf = context.conf();
    String impl = conf.getTrimmed(FILE_SYSTEM, "");
    if (!impl.equals(RolecallFileSystem.class.getName())) {
      return List.of(isOff(FILE_SYSTEM + (impl.isEmpty() ? " is not set" : " = " + impl), context));
    }
    List<CheckStep> warnings = new ArrayList<>();
    String fileContext = conf.getTrimmed(FILE_CONTEXT, "");
    if (!fileContext.equals(RolecallFs.class.getName())) {
      warnings.add(
          CheckStep.warning(
              STEP,
              FILE_CONTEXT
                  + (fileContext.isEmpty() ? " is not set" : " = " + fileContext)
                  + ": users of FileContext, such as streaming checkpoints, would get plain S3A",
              "Set " + FILE_CONTEXT + " = " + RolecallFs.class.getName()));
    }
    if (RolecallKeys.DECLARATION.get(conf) == DeclarationMode.OPEN) {
      warnings.add(
          CheckStep.warning(
              STEP,
              RolecallKeys.DECLARATION.name()
                  + " = open: code and SQL of a running driver may choose roles and buckets for all who"
                  + " share it",
              "Remove the key, unless each driver has one user"));
    }
    return warnings.isEmpty()
        ? List.of(CheckStep.ok(STEP, FILE_SYSTEM + " is Rolecall's"))
        : warnings;
  }

  private static CheckStep isOff(String impl, CheckContext context) {
    boolean signsForEmrfs =
        context
            .declared()
            .confOfEmrfs()
            .getTrimmed(EmrKeys.EMRFS_PROVIDER, "")
            .startsWith("io.rolecall.emrfs.");
    String rolecalls = FILE_SYSTEM + " = " + RolecallFileSystem.class.getName();
    return signsForEmrfs
        ? CheckStep.warning(
            STEP,
            impl
                + ": EMRFS signs what s3:// names by Rolecall's routes, but s3a:// would be plain"
                + " S3A, without a route",
            "Set " + rolecalls + " if jobs use s3a://")
        : CheckStep.failed(
            STEP, impl + ": plain S3A would be used, and no route", "Set " + rolecalls);
  }
}
