package io.rolecall.boundary;

/** Somebody whose SQL text runs in the application: {@code SET}. */
class ITestSqlAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return new Sessions(application)::bySet;
  }
}
