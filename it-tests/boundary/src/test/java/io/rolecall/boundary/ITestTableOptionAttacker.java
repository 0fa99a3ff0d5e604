package io.rolecall.boundary;

/** Somebody who creates tables with options. */
class ITestTableOptionAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new Sessions(application)::byTableOption;
  }
}
