package io.rolecall.boundary;

/** Somebody who uses {@code spark.conf.set}. */
class ITestConfAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new Sessions(application)::byConf;
  }
}
