package dev.purser.ledger.prices;

import dev.purser.domain.agent.AgentAddress;
import java.time.Instant;

/** An entry that was counted at an assumed price: what {@code Request.Repost} names. */
public record AssumedEntry(AgentAddress agent, long entryId, Instant postedAt) {}
