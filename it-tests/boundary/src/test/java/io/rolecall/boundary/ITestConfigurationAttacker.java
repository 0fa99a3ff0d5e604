package io.rolecall.boundary;

/** Code in the driver that opens file systems with a Configuration of its own. */
class ITestConfigurationAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new DriverPrograms(application)::byCopy;
  }
}
