package dev.purser.ledger.intents;

import dev.purser.domain.money.Usd;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows about why an intent stands where it stands.
 *
 * @param since when it ended, or else when its newest event happened
 * @param endedBy who ended it; null: nobody did, or it has not ended
 * @param lastHeartbeatAt of its agent
 * @param pending what its open authorizations reserve
 * @param pendingAuthorizations how many those are
 * @param courierAttempts how often news was carried to its workflow in vain
 * @param newsWaits how long news for its workflow has been due; zero: none is
 */
public record WhyFacts(
    Intent intent,
    Instant since,
    @Nullable String endedBy,
    @Nullable Instant lastHeartbeatAt,
    Usd pending,
    long pendingAuthorizations,
    int courierAttempts,
    Duration newsWaits) {}
