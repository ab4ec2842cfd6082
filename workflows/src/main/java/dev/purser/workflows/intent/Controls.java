package dev.purser.workflows.intent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be changed on the way.
 *
 * @param deadlineAt the new deadline, UTC; null: as it was
 * @param noDeadline whether it shall have none
 * @param maxDeliveryAttempts null: as it was
 */
public record Controls(
    @Nullable Instant deadlineAt, boolean noDeadline, @Nullable Integer maxDeliveryAttempts) {}
