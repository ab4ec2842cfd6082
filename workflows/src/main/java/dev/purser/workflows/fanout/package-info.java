/** Carrying an agent's status to all of its open intents. */
@NullMarked
package dev.purser.workflows.fanout;

import org.jspecify.annotations.NullMarked;
