/** Channels: make, list, test, delete. */
@NullMarked
package dev.purser.api.channels;

import org.jspecify.annotations.NullMarked;
