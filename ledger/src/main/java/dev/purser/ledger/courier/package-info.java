/**
 * What is carried from the ledger to the workflows: who has something to hear, and who carries it.
 */
@NullMarked
package dev.purser.ledger.courier;

import org.jspecify.annotations.NullMarked;
