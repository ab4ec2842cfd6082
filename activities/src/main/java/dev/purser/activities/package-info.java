/** What workflows have done for them: the ledger read and written, an agent's intents told. */
@NullMarked
package dev.purser.activities;

import org.jspecify.annotations.NullMarked;
