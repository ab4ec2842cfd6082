/** The journal: what became of an intent or an agent, as its workflow says. */
@NullMarked
package dev.purser.ledger.journal;

import org.jspecify.annotations.NullMarked;
