package dev.purser.ledger.prices;

import dev.purser.domain.agent.AgentAddress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was counted at an assumed price: what {@code Request.Repost} names.
 *
 * @param intentId whose entry it is; null: the agent's own
 * @param reposted whether it was corrected already
 */
record AssumedEntry(
    AgentAddress agent,
    @Nullable UUID intentId,
    long entryId,
    Instant postedAt,
    boolean reposted) {}
