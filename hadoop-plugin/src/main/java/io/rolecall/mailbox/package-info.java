/**
 * Mailboxes: letters with the next tokens of a job, which whoever mints for it leaves in a folder
 * that the job's processes can read, sealed with a key that the job's tokens alone have.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.mailbox;

import org.jspecify.annotations.NullMarked;
