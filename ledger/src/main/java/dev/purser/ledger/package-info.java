/** The ledger: PostgreSQL counts every nano-dollar exactly once. */
@NullMarked
package dev.purser.ledger;

import org.jspecify.annotations.NullMarked;
