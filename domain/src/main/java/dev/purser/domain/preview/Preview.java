package dev.purser.domain.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have done.
 *
 * @param spent what was spent, stopped or not
 * @param stopped the part that would not have been
 * @param alerts how often someone would have been told: warnings, and limits of rules that alert
 * @param first the first time a rule would have paused, killed or blocked; null: never
 * @param rules one for each rule, in the policy's order
 * @param byDay days of the policy's zone on which something was spent
 */
public record Preview(
    Usd spent,
    Usd stopped,
    long alerts,
    long pauses,
    long kills,
    long blocks,
    @Nullable First first,
    List<OfRule> rules,
    List<Day> byDay) {

  /** Copies the lists. */
  public Preview {
    rules = List.copyOf(rules);
    byDay = List.copyOf(byDay);
  }

  /**
   * A rule that would have acted.
   *
   * @param at the quarter of an hour
   * @param agent null where the sum of a scope reached it
   * @param intentId whose spending reached it, where the rules look at intents
   * @param spent what would have counted then; of a rule of the burn rate the rate
   * @param limit null for a rule that counts intents
   */
  public record First(
      Instant at,
      Rule rule,
      @Nullable AgentAddress agent,
      @Nullable UUID intentId,
      @Nullable String task,
      Usd spent,
      @Nullable Usd limit) {}

  /**
   * What one rule would have done.
   *
   * @param times how often its limit would have been reached; of one that observes too
   * @param firstAt the quarter of an hour; null: never
   * @param stopped what it would have stopped
   * @param alerts how often someone would have been told by it
   */
  public record OfRule(
      Rule rule, long times, @Nullable Instant firstAt, Usd stopped, long alerts) {}

  /** One day. */
  public record Day(LocalDate day, Usd spent, Usd stopped) {}
}
