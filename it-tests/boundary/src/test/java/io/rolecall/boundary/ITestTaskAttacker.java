package io.rolecall.boundary;

/** Code in tasks that opens file systems with a Configuration of its own. */
class ITestTaskAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new DriverPrograms(application)::byCopyInTask;
  }
}
