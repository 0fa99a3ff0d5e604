/**
 * The policies of an account for the tools that set them: CloudFormation and Terraform.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.iam.template;

import org.jspecify.annotations.NullMarked;
