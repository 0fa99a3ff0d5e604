/**
 * The page of {@code rolecall iam --html}: who reaches what, drawn and listed, for the owner of an
 * account or an auditor.
 *
 * <p>Not API: for the command. It is made of the facts that the policies are made of. All texts go
 * through {@code Markup}, which escapes them; nothing is fetched, and no script runs.
 */
@NullMarked
package io.rolecall.iam.page;

import org.jspecify.annotations.NullMarked;
