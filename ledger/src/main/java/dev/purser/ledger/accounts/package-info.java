/** The rows of accounts: found, locked and raised by everything that changes them. */
@NullMarked
package dev.purser.ledger.accounts;

import org.jspecify.annotations.NullMarked;
