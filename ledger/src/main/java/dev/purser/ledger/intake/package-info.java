/** Intake: the one place through which everything goes that changes money. */
@NullMarked
package dev.purser.ledger.intake;

import org.jspecify.annotations.NullMarked;
