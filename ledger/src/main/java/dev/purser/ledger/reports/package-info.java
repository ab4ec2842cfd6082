/** Reports: every figure that a person looks at, read from rollups. */
@NullMarked
package dev.purser.ledger.reports;

import org.jspecify.annotations.NullMarked;
