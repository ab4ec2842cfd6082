/** Where intents and agents stand, read as of one moment for their workflows. */
@NullMarked
package dev.purser.ledger.snapshots;

import org.jspecify.annotations.NullMarked;
