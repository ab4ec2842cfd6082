/** Pending amounts, to look at. */
@NullMarked
package dev.purser.ledger.authorizations;

import org.jspecify.annotations.NullMarked;
