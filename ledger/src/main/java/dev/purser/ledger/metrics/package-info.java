/** What the ledger counts for Prometheus. */
@NullMarked
package dev.purser.ledger.metrics;

import org.jspecify.annotations.NullMarked;
