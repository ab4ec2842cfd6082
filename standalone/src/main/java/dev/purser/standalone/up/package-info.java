/** Everything in one process. */
@NullMarked
package dev.purser.standalone.up;

import org.jspecify.annotations.NullMarked;
