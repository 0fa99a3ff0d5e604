package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.text.Xml;

/** Who am I? Needs no right. */
public final class GetCallerIdentity implements StsAction {
  @Override
  public String name() {
    return "GetCallerIdentity";
  }

  @Override
  public String call(StsCall call) throws AuthenticationException {
    Principal caller = call.caller();
    return Xml.element("Arn", caller.arn())
        + Xml.element("UserId", caller.userId())
        + Xml.element("Account", caller.accountId());
  }
}
