/** What a policy would have done, read from rollups and run through the engine. */
@NullMarked
package dev.purser.ledger.preview;

import org.jspecify.annotations.NullMarked;
