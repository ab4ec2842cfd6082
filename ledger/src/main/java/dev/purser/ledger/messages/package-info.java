/** Messages about alerts: who is told where, what became of it, and links that act. */
@NullMarked
package dev.purser.ledger.messages;

import org.jspecify.annotations.NullMarked;
