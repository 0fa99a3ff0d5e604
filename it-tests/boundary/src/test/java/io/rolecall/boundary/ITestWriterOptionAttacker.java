package io.rolecall.boundary;

/** Somebody who writes with options. */
class ITestWriterOptionAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new Sessions(application)::byWriterOption;
  }
}
