package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import org.jspecify.annotations.Nullable;

/**
 * The worker's word about a delivery.
 *
 * @param delivery which one; 0: the current one
 * @param status ACKNOWLEDGED or IN_PROGRESS; anything else says only that the worker lives
 */
public record Progress(int delivery, @Nullable IntentStatus status) {}
