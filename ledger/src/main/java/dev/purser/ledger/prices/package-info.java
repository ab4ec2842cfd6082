/** Prices: what comes with the program, overridden by what the ledger's owner adds. */
@NullMarked
package dev.purser.ledger.prices;

import org.jspecify.annotations.NullMarked;
