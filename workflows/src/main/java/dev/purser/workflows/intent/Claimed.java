package dev.purser.workflows.intent;

import dev.purser.workflows.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a claim.
 *
 * @param granted whether the claimant has it now
 * @param delivery what to work on; null where not granted
 * @param reason why not
 * @param journaled whether the ledger knows of the delivery
 */
public record Claimed(
    boolean granted, @Nullable Delivery delivery, @Nullable String reason, boolean journaled) {}
