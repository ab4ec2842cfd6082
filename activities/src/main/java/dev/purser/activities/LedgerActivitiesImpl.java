package dev.purser.activities;

import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intents.Intent;
import dev.purser.workflows.intent.HandedOver;
import dev.purser.workflows.intent.IntentSnapshot;
import dev.purser.workflows.intent.LedgerActivities;
import dev.purser.workflows.intent.ReportBatch;
import dev.purser.workflows.intent.ReportLine;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Answers an intent's workflow from the ledger. */
public final class LedgerActivitiesImpl implements LedgerActivities {
  private final Ledger ledger;
  private final Clock clock;

  public LedgerActivitiesImpl(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public IntentSnapshot readIntent(String intentId) {
    dev.purser.ledger.snapshots.IntentSnapshot snapshot = read(intentId);
    Intent.Checkpoint checkpoint = snapshot.intent().checkpoint();
    return new IntentSnapshot(
        News.of(snapshot),
        checkpoint == null ? null : checkpoint.data().toString(),
        checkpoint == null ? 0 : checkpoint.seq());
  }

  private dev.purser.ledger.snapshots.IntentSnapshot read(String intentId) {
    return ledger
        .snapshots()
        .intent(UUID.fromString(intentId))
        .orElseThrow(
            () -> ApplicationFailure.newFailure("there is no intent " + intentId, "NOT_FOUND"));
  }

  @Override
  public HandedOver handOver(String intentId, String agent, ReportBatch batch) {
    List<String> rejected = new ArrayList<>();
    List<Sent> sent = new ArrayList<>();
    for (ReportLine line : batch.reports()) {
      try {
        sent.add(
            new Sent(
                line,
                ledger
                    .intake()
                    .submit(SignalledReports.request(intentId, agent, line, clock.instant()))));
      } catch (IllegalArgumentException e) {
        rejected.add(line.reportId() + ": " + e.getMessage());
      }
    }
    for (Sent one : sent) {
      String refusal = refusal(one.answer());
      if (refusal != null) {
        rejected.add(one.line().reportId() + ": " + refusal);
      }
    }
    return new HandedOver(News.of(read(intentId)), rejected);
  }

  /** One that Intake has. */
  private record Sent(ReportLine line, CompletableFuture<Outcome.Reported> answer) {}

  /**
   * Why the ledger will never take it; null: it has it. While it is away this fails, and all go
   * again.
   */
  private static @Nullable String refusal(CompletableFuture<Outcome.Reported> answer) {
    try {
      answer.join();
      return null;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Refused refused && refused.code() != Refused.Code.UNAVAILABLE) {
        return refused.getMessage();
      }
      throw e;
    }
  }

  @Override
  public @Nullable Instant claimUntil(String intentId, int delivery, long leaseMillis) {
    return ledger
        .deliveries()
        .claimUntil(UUID.fromString(intentId), delivery, Duration.ofMillis(leaseMillis))
        .orElse(null);
  }
}
