package dev.purser.workflows.intent;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an intent's workflow asks the ledger. */
@ActivityInterface
public interface LedgerActivities {
  /** Where the intent and its agent stand, and the last checkpoint, read in one transaction. */
  IntentSnapshot readIntent(String intentId);

  /** Hands over reports that came by signal; counted once however often they are handed over. */
  HandedOver handOver(String intentId, String agent, ReportBatch batch);

  /**
   * Until when a claim holds: the last sign of life of that delivery (report, progress, heartbeat)
   * plus the lease. Null: it never gave one.
   */
  @Nullable Instant claimUntil(String intentId, int delivery, long leaseMillis);
}
