package io.rolecall.iam.policy;

/**
 * What the policy of a bucket says for roles of other accounts.
 *
 * @param bucket the bucket's name
 * @param policy the policy; a bucket that has one already needs its statements beside its own
 */
public record BucketPolicy(String bucket, PolicyDocument policy) {}
