/**
 * Clients of the AWS SDK that sign by routes, with the sessions that the file systems of this
 * process have: {@link io.rolecall.client.RoutedClients} is the way in.
 *
 * <p>API are the names in {@code docs/api.md} alone.
 */
@NullMarked
package io.rolecall.client;

import org.jspecify.annotations.NullMarked;
