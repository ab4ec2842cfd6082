/** What workflows write back to the ledger, and how they do it. */
@NullMarked
package dev.purser.workflows.journal;

import org.jspecify.annotations.NullMarked;
