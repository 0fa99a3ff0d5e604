package io.rolecall.doctor.written;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.util.VersionInfo;

/** Looks at the class path: versions that do not fit, and jars that are there twice. */
public final class ClassPathCheck implements Check {

  /** What its steps are called. */
  public static final String STEP = "class path";

  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[\\w.+-]*?)\\.jar");

  /** What S3A, the SDK and Rolecall are made of; others are others' affair. */
  private static final Pattern OURS =
      Pattern.compile(
          "rolecall-.*|hadoop-(aws|common|client-api|client-runtime|auth)|bundle|s3|sts|auth"
              + "|sdk-core|aws-core|http-auth-aws|apache-client|s3-transfer-manager");

  private final List<String> jars;
  private final String hadoop;

  /**
   * A check.
   *
   * @param classPath the class path, as Java spells it
   * @param hadoop Hadoop's version
   */
  ClassPathCheck(String classPath, String hadoop) {
    this.jars =
        Stream.of(classPath.split(File.pathSeparator)).filter(path -> !path.isEmpty()).toList();
    this.hadoop = hadoop;
  }

  /** A check of the class path of this process. */
  public static ClassPathCheck ofProcess() {
    return new ClassPathCheck(System.getProperty("java.class.path", ""), VersionInfo.getVersion());
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    return check();
  }

  List<CheckStep> check() {
    List<CheckStep> steps = new ArrayList<>();
    Map<String, Set<String>> versions = new TreeMap<>();
    Map<String, Set<String>> places = new TreeMap<>();
    for (String path : jars) {
      Matcher jar = JAR.matcher(new File(path).getName());
      if (jar.matches() && OURS.matcher(jar.group(1)).matches()) {
        versions.computeIfAbsent(jar.group(1), absent -> new TreeSet<>()).add(jar.group(2));
        places.computeIfAbsent(jar.group(1), absent -> new TreeSet<>()).add(path);
      }
    }
    supported(steps);
    twice(versions, places, steps);
    sdk(versions, steps);
    hadoopAws(versions, steps);
    if (steps.isEmpty()) {
      steps.add(
          CheckStep.ok(
              STEP,
              "Rolecall "
                  + Versions.rolecall()
                  + ", Hadoop "
                  + hadoop
                  + ", AWS SDK "
                  + Versions.sdk()));
    }
    return steps;
  }

  private void supported(List<CheckStep> steps) {
    Matcher version = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*").matcher(hadoop);
    if (!version.matches()) {
      return;
    }
    int number =
        Integer.parseInt(version.group(1)) * 10_000
            + Integer.parseInt(version.group(2)) * 100
            + Integer.parseInt(version.group(3));
    if (number < 3_04_01) {
      steps.add(
          CheckStep.failed(
              STEP,
              "Hadoop " + hadoop + " is too old: its S3A lacks what Rolecall stands on",
              "Use Hadoop 3.4.1 or later"));
    } else if (number > 3_05_99) {
      steps.add(
          CheckStep.warning(
              STEP,
              "Hadoop " + hadoop + " is newer than any that Rolecall was tested with (3.5)",
              "Look for a newer Rolecall"));
    }
  }

  private static void twice(
      Map<String, Set<String>> versions, Map<String, Set<String>> places, List<CheckStep> steps) {
    places.forEach(
        (artifact, paths) -> {
          Set<String> found = versions.getOrDefault(artifact, Set.of());
          if (found.size() > 1) {
            steps.add(
                CheckStep.failed(
                    STEP,
                    artifact
                        + " is there in several versions, of which the first wins: "
                        + String.join(", ", paths),
                    "Keep one"));
          } else if (paths.size() > 1) {
            steps.add(
                CheckStep.warning(
                    STEP, artifact + " is there twice: " + String.join(", ", paths), "Keep one"));
          }
        });
  }

  private static void sdk(Map<String, Set<String>> versions, List<CheckStep> steps) {
    Set<String> bundle = versions.getOrDefault("bundle", Set.of());
    Set<String> modules = versions.getOrDefault("s3", Set.of());
    if (bundle.isEmpty() || modules.isEmpty()) {
      return;
    }
    String detail =
        "the AWS SDK is there twice: as bundle (" + bundle + ") and as modules (" + modules + ")";
    String advice = "Keep the bundle or the modules, whichever your Hadoop came with";
    steps.add(
        bundle.equals(modules)
            ? CheckStep.warning(STEP, detail, advice)
            : CheckStep.failed(STEP, detail, advice));
  }

  private void hadoopAws(Map<String, Set<String>> versions, List<CheckStep> steps) {
    Set<String> found = versions.getOrDefault("hadoop-aws", Set.of());
    if (found.size() == 1 && !found.contains(hadoop)) {
      steps.add(
          CheckStep.failed(
              STEP,
              "hadoop-aws is " + found.iterator().next() + ", but Hadoop is " + hadoop,
              "Use the hadoop-aws of the same Hadoop release"));
    }
  }
}
