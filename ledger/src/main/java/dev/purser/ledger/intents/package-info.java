/** Intents as the ledger knows them: to look at, to claim, to keep checkpoints of. */
@NullMarked
package dev.purser.ledger.intents;

import org.jspecify.annotations.NullMarked;
