package io.rolecall.boundary;

/** Somebody who sets more for a catalog than the operator has. */
class ITestCatalogAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new DriverPrograms(application)::byCatalogOverride;
  }
}
