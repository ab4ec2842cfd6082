package dev.purser.ledger.alerts;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A threshold or limit that was reached.
 *
 * @param account whose sum reached it
 * @param windowStart null: the account's whole life
 * @param threshold per cent of the limit; 100 is the limit itself
 * @param action what the rule does at its limit
 * @param enforced whether it acted rather than only recorded
 * @param policyOwner whose policy the rule stands in
 * @param limit with grants; null for a rule that counts intents
 * @param agent whose report or question it was
 * @param incidentId what it belongs to: see {@link Incident}
 * @param incidentAlerts how many alerts that has
 * @param told who was to be told
 */
public record Alert(
    long id,
    AccountKey account,
    @Nullable Instant windowStart,
    @Nullable Instant windowEnd,
    int threshold,
    Action action,
    boolean enforced,
    String policyOwner,
    long policyVersion,
    Rule rule,
    Usd spent,
    @Nullable Usd limit,
    @Nullable String agent,
    @Nullable UUID intentId,
    @Nullable String task,
    @Nullable String reportId,
    Instant at,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    @Nullable String comment,
    long incidentId,
    long incidentAlerts,
    List<Told> told) {

  Alert with(List<Told> all) {
    return new Alert(
        id,
        account,
        windowStart,
        windowEnd,
        threshold,
        action,
        enforced,
        policyOwner,
        policyVersion,
        rule,
        spent,
        limit,
        agent,
        intentId,
        task,
        reportId,
        at,
        acknowledgedAt,
        acknowledgedBy,
        comment,
        incidentId,
        incidentAlerts,
        all);
  }

  /** What the rule did when this was reached, whether or not it lasts. */
  public Taken taken() {
    if (threshold < Rule.LIMIT || action == Action.ALERT) {
      return Taken.ALERTED;
    }
    if (!enforced) {
      return Taken.OBSERVED;
    }
    return switch (action) {
      case ALERT -> Taken.ALERTED;
      case BLOCK -> Taken.BLOCKED;
      case PAUSE -> Taken.PAUSED;
      case KILL -> Taken.KILLED;
    };
  }

  /** What was done. */
  public enum Taken {
    ALERTED,
    OBSERVED,
    BLOCKED,
    PAUSED,
    KILLED
  }

  /**
   * One who was to be told.
   *
   * @param status {@code pending}, {@code delivered} or {@code undeliverable}
   * @param channel {@code email}, {@code webhook} or {@code slack}: how it was tried last
   * @param tries how often it was tried
   * @param lastError why the last try, or all of it, failed; null: it did not
   * @param digestId the message in which it arrived with others; null: by itself, or not yet
   * @param events every try, and the end of trying, the oldest first
   */
  public record Told(
      String addressee,
      String status,
      Instant updatedAt,
      @Nullable String channel,
      int tries,
      @Nullable String lastError,
      @Nullable UUID digestId,
      List<ToldEvent> events) {
    /** Copies the list. */
    public Told {
      events = List.copyOf(events);
    }
  }

  /**
   * What became of one try.
   *
   * @param status {@code delivered}, {@code failed} or {@code undeliverable}
   * @param attempt the number of the try, from 1; of {@code undeliverable} also how many there were
   */
  public record ToldEvent(
      Instant at,
      String status,
      int attempt,
      @Nullable String channel,
      @Nullable String reason,
      @Nullable UUID digestId) {}
}
