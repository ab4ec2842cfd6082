/** Agents: their addresses, the scopes above them, their status. */
@NullMarked
package dev.purser.domain.agent;

import org.jspecify.annotations.NullMarked;
