/** Agents and the scopes above them: where they stand, what they spent, who stopped them. */
@NullMarked
package dev.purser.ledger.agents;

import org.jspecify.annotations.NullMarked;
