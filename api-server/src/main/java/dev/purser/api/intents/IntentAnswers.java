package dev.purser.api.intents;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.purser.api.grants.GrantView;
import dev.purser.api.http.HoldView;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shapes of answers about intents. */
public final class IntentAnswers {
  private IntentAnswers() {}

  /** A new intent. */
  public record Created(boolean ok, UUID intentId, IntentStatus status, Instant createdAt) {
    static Created of(Outcome.Created created) {
      return new Created(true, created.intentId(), created.status(), created.createdAt());
    }
  }

  /** One intent. */
  public record One(boolean ok, IntentView intent) {}

  /** A part of a list. */
  public record Many(boolean ok, List<IntentView> intents, @Nullable String nextCursor) {}

  /** Events in order. */
  public record Events(boolean ok, List<IntentEvent> events) {}

  /**
   * What came of an act; intent and event are left out while the ledger is away.
   *
   * @param following whether its workflow has done so; the word is in force without that
   */
  public record Acted(
      boolean ok,
      UUID intentId,
      IntentStatus status,
      @Nullable IntentView intent,
      @Nullable IntentEvent event,
      boolean following,
      boolean journaled,
      @Nullable CompletionDelivery completionDelivery,
      @Nullable List<GrantView> grants) {}

  /** Whether someone was told of the end. */
  public record CompletionDelivery(boolean delivered, @Nullable String replyTo) {
    static CompletionDelivery of(Intent intent) {
      return new CompletionDelivery(false, intent.replyTo());
    }
  }

  /** Where an intent stands, for whoever works on it. */
  public record Standing(
      boolean ok,
      IntentStatus status,
      Directive directive,
      @Nullable HoldView parkedBy,
      @Nullable Instant resumesAt) {
    /** The same with a status that its workflow is about to journal. */
    Standing at(IntentStatus next) {
      return new Standing(ok, next, directive, parkedBy, resumesAt);
    }
  }

  /**
   * An intent to work on, as the pull stream gives it.
   *
   * @param offlineUsd what it may spend while Purser does not answer; left out: no policy says
   */
  public record Work(@JsonUnwrapped IntentView intent, long seq, @Nullable Usd offlineUsd) {}
}
