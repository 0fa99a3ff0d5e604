/**
 * A local stand-in for AWS: S3 and STS that enforce who may do what.
 *
 * <p>S3Mock keeps the objects and enforces nothing. {@link io.rolecall.localaws.LocalAws} puts a
 * gate in front of it that verifies signatures, session tokens, expiry and rights, answers as AWS
 * does, writes an access log, and fails on demand.
 *
 * <h2>Rights</h2>
 *
 * <p>Trust policies, identity policies, permissions boundaries, bucket policies and session
 * policies are documents, taken as AWS takes them and evaluated as AWS does for one account and for
 * two. {@code EvaluationTest} is the table of it, with AWS's sentences. What the builders grant are
 * documents, too. An element, operator or condition key that is not known is refused by its name;
 * nothing is passed over. Not there are:
 *
 * <ul>
 *   <li>service control and resource control policies, managed policies ({@code PolicyArns}),
 *       access points, ACLs, key policies;
 *   <li>the operators {@code Bool}, {@code Binary}, {@code IpAddress} and {@code Numeric…}, and the
 *       keys that they are for;
 *   <li>principals that do not exist: AWS refuses a policy that names one;
 *   <li>session tags that a SAML response or a web identity token brings, and the keys that such a
 *       session keeps of them.
 * </ul>
 *
 * <p>Whoever asks {@code LocalAwsBuilder.questions} is told what policies were asked, and {@code
 * UnusedParts} finds what of a policy none of these questions needed.
 *
 * <p>Simpler than AWS: an identity may assume whatever role trusts it, unless it is described with
 * {@code stsByPolicy}; the packed size of session policies and tags is the number of their
 * characters; and a HEAD or GET of a missing key answers 404 even to those who may not list.
 *
 * <h2>Objects</h2>
 *
 * <p>The gate rights one mistake of S3Mock 5.2.0: there, an aborted upload takes the object of its
 * key with it. These it leaves, on which no test may lean:
 *
 * <ul>
 *   <li>CopyObject that replaces the metadata by none keeps the old;
 *   <li>an object that was written with a customer's key (SSE-C) is read without it;
 *   <li>requester pays, ACLs, KMS key ids and the reads of archived objects are not enforced.
 * </ul>
 */
@NullMarked
package io.rolecall.localaws;

import org.jspecify.annotations.NullMarked;
