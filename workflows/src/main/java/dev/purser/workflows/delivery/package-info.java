/** Handing an intent to its agent: the activity an agent's worker runs, and its messages. */
@NullMarked
package dev.purser.workflows.delivery;

import org.jspecify.annotations.NullMarked;
