/** Intents as the ledger knows them: to look at, to change, to keep checkpoints of. */
@NullMarked
package dev.purser.ledger.intents;

import org.jspecify.annotations.NullMarked;
