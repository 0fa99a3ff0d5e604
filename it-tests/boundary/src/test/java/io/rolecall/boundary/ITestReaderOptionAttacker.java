package io.rolecall.boundary;

/** Somebody who reads with options. */
class ITestReaderOptionAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new Sessions(application)::byReaderOption;
  }
}
