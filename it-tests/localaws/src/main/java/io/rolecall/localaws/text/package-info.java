/** JSON and XML as answers and logs have them. */
@NullMarked
package io.rolecall.localaws.text;

import org.jspecify.annotations.NullMarked;
