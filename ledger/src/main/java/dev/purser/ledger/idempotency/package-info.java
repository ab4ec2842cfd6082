/** Answers kept so that a call made twice under one key acts once. */
@NullMarked
package dev.purser.ledger.idempotency;

import org.jspecify.annotations.NullMarked;
