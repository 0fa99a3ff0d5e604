package io.rolecall.contract.keys;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A user's own interceptor, for {@code fs.s3a.audit.execution.interceptors}. */
public final class AddsAField implements ExecutionInterceptor {

  /** For S3A. */
  public AddsAField() {}

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return context.httpRequest().toBuilder().putHeader("x-added", "yes").build();
  }
}
