package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that executors have the driver's versions, and load Rolecall's classes once. */
final class JarsCheck implements Check {

  static final String STEP = "jars";
  private static final String LOADING = "class loading";

  private final Cluster cluster;

  JarsCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    JarsFacts driver = JarsFacts.here();
    Map<String, List<CheckStep>> found = new LinkedHashMap<>();
    found.put(Words.DRIVER, alone(driver));
    Map<String, JarsFacts> answers =
        cluster.askEach("asking executors for their jars", JarsFacts.question());
    answers.forEach(
        (executor, facts) -> {
          List<CheckStep> steps = new ArrayList<>(alone(facts));
          steps.addAll(beside(driver, facts));
          found.put(executor, steps);
        });
    List<CheckStep> steps = new ArrayList<>(Words.together(found));
    cluster.executors().stream()
        .filter(executor -> !answers.containsKey(executor))
        .map(
            executor ->
                CheckStep.warning(
                    STEP,
                    "executor " + executor + " got no task, so nothing is known of it",
                    "Run this when the cluster is less busy"))
        .forEach(steps::add);
    return steps;
  }

  private static List<CheckStep> alone(JarsFacts facts) {
    if (facts.missing() != null) {
      return List.of(
          CheckStep.failed(
              STEP,
              "Rolecall's file system cannot be loaded: " + facts.missing(),
              "Name both of Rolecall's jars in spark.jars, or put them on"
                  + " spark.executor.extraClassPath, beside the hadoop-aws and the AWS SDK of Spark's"
                  + " Hadoop"));
    }
    CheckStep loading =
        facts.twice() == null
            ? CheckStep.ok(LOADING, "Rolecall and S3A are loaded once")
            : CheckStep.failed(
                LOADING,
                facts.twice() + ": a class that is loaded twice is two classes",
                "Keep one of the jars, and leave spark.driver.userClassPathFirst and"
                    + " spark.executor.userClassPathFirst false");
    return List.of(CheckStep.ok(STEP, words(facts.versions())), loading);
  }

  private static List<CheckStep> beside(JarsFacts driver, JarsFacts executor) {
    List<CheckStep> steps = new ArrayList<>();
    executor
        .versions()
        .forEach(
            (of, version) -> {
              String drivers = driver.versions().getOrDefault(of, version);
              if (!version.equals(drivers)) {
                steps.add(
                    of.equals("Java")
                        ? CheckStep.warning(
                            STEP,
                            of + " " + version + ", the driver's is " + drivers,
                            "Use one Java")
                        : CheckStep.failed(
                            STEP,
                            of + " " + version + ", the driver's is " + drivers,
                            "Use one version: look at spark.executor.extraClassPath and at what"
                                + " the executors' image or nodes bring"));
              }
            });
    return steps;
  }

  private static String words(Map<String, String> versions) {
    return String.join(
        ", ",
        versions.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList());
  }

  /** Without the jars, what follows would only say so again. */
  @Override
  public boolean isBasis() {
    return true;
  }
}
