/** Mailboxes on HDFS, beside the classes that they are about. */
@NullMarked
package io.rolecall.mailbox;

import org.jspecify.annotations.NullMarked;
