package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.text.Xml;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** STS's answers. */
final class StsXml {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private StsXml() {}

  /**
   * The result of every action that issues a session.
   *
   * @param packedPolicySize per cent; null where neither a policy nor tags were passed
   */
  static String session(RoleSession session, @Nullable Integer packedPolicySize) {
    StringBuilder xml = new StringBuilder(1400).append("<Credentials>");
    xml.append(Xml.element("AccessKeyId", session.accessKey().accessKeyId()));
    xml.append(Xml.element("SecretAccessKey", session.accessKey().secretAccessKey()));
    xml.append(Xml.element("SessionToken", session.sessionToken()));
    xml.append(Xml.element("Expiration", session.expiration().toString()));
    xml.append("</Credentials><AssumedRoleUser>");
    xml.append(Xml.element("AssumedRoleId", session.userId()));
    xml.append(Xml.element("Arn", session.arn())).append("</AssumedRoleUser>");
    if (packedPolicySize != null) {
      xml.append(Xml.element("PackedPolicySize", packedPolicySize.toString()));
    }
    if (session.sourceIdentity() != null) {
      xml.append(Xml.element("SourceIdentity", session.sourceIdentity()));
    }
    return xml.toString();
  }

  static byte[] answer(String action, String result, String requestId) {
    String xml =
        open(action + "Response")
            + ('<' + action + "Result>" + result + "</" + action + "Result>")
            + ("<ResponseMetadata>" + Xml.element("RequestId", requestId) + "</ResponseMetadata>")
            + ("</" + action + "Response>");
    return xml.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] error(AwsError error, String requestId) {
    String xml =
        open("ErrorResponse")
            + "<Error>"
            + Xml.element("Type", error.status() < 500 ? "Sender" : "Receiver")
            + Xml.element("Code", error.code())
            + Xml.element("Message", error.message())
            + "</Error>"
            + Xml.element("RequestId", requestId)
            + "</ErrorResponse>";
    return xml.getBytes(StandardCharsets.UTF_8);
  }

  private static String open(String name) {
    return '<' + name + " xmlns=\"" + NAMESPACE + "\">";
  }
}
