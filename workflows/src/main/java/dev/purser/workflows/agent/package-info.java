/** One agent's status as an entity workflow: its messages and its implementation. */
@NullMarked
package dev.purser.workflows.agent;

import org.jspecify.annotations.NullMarked;
