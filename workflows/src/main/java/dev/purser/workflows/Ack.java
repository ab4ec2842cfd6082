package dev.purser.workflows;

import org.jspecify.annotations.Nullable;

/**
 * A workflow's answer to an update.
 *
 * @param status where the intent (or agent) stands now, as in {@code IntentStatus} or {@code
 *     AgentStatus}
 * @param changed whether this update changed anything; false where it was so already
 * @param journaled whether the ledger has it; false while PostgreSQL is away: it follows
 * @param parkedBy the oldest hold in force; null if none is
 */
public record Ack(String status, boolean changed, boolean journaled, @Nullable HoldLine parkedBy) {}
