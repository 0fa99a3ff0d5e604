/**
 * Clients of the AWS SDK that sign by routes, with the sessions that the file systems of this
 * process have: begin with {@link io.rolecall.client.RoutedClients}.
 *
 * <p>Only the classes in {@code docs/api.md} are API.
 */
@NullMarked
package io.rolecall.client;

import org.jspecify.annotations.NullMarked;
