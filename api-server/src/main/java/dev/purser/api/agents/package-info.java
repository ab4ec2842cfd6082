/** Agents and scopes: the table, one agent, pause, kill, resume, events, corrections. */
@NullMarked
package dev.purser.api.agents;

import org.jspecify.annotations.NullMarked;
