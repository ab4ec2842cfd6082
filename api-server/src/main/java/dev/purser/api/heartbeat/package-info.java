/** Signs of life. */
@NullMarked
package dev.purser.api.heartbeat;

import org.jspecify.annotations.NullMarked;
