/** Policies: every version of them, who wrote it and when, and their JSON. */
@NullMarked
package dev.purser.ledger.policies;

import org.jspecify.annotations.NullMarked;
