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
        all);
  }

  /**
   * One who was to be told.
   *
   * @param status {@code pending}, {@code delivered} or {@code undeliverable}
   */
  public record Told(String addressee, String status, Instant updatedAt) {}
}
