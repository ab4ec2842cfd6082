/** What workflows ask the ledger. */
@NullMarked
package dev.purser.workflows.ledger;

import org.jspecify.annotations.NullMarked;
