/** Alerts: every threshold and limit that was reached, and who was told. */
@NullMarked
package dev.purser.ledger.alerts;

import org.jspecify.annotations.NullMarked;
