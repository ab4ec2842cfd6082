/** What happened to agents and scopes: who did it, when and why. */
@NullMarked
package dev.purser.ledger.events;

import org.jspecify.annotations.NullMarked;
