package io.rolecall.ceph;

import static java.util.Objects.requireNonNull;

import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the cluster for the first class that asks for it; JUnit closes it after the last. */
final class CephExtension implements ExecutionCondition, ParameterResolver {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return CephPackages.missing()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("Ceph is installed"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == CephRgw.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return requireNonNull(
        context
            .getRoot()
            .getStore(Namespace.create(CephExtension.class))
            .getOrComputeIfAbsent(CephRgw.class, key -> start(), CephRgw.class));
  }

  private static CephRgw start() {
    try {
      return CephRgw.start(Workplace.ofThisProject().scratch("ceph"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
