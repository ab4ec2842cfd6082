/** What the ledger needs done daily: room for what comes, and an end for what is old. */
@NullMarked
package dev.purser.ledger.upkeep;

import org.jspecify.annotations.NullMarked;
