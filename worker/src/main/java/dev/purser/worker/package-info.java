/** The process that hosts workflows and activities. */
@NullMarked
package dev.purser.worker;

import org.jspecify.annotations.NullMarked;
