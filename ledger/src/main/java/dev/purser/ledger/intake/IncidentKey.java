package dev.purser.ledger.intake;

import dev.purser.domain.policy.Crossing;
import dev.purser.domain.policy.Reached;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What makes alerts parts of one incident: the rule, whose it is, and for how long.
 *
 * @param kind whether {@code holder} is an {@code account} or an {@code agent}
 * @param since when the window or the day began
 * @param rule whose policy and which of its rules
 */
record IncidentKey(String kind, long holder, Object since, String rule) {
  private static final String WHOLE_LIFE = "-infinity";

  /**
   * Of a rule of intents, tasks or trees all that one agent reaches on a day of UTC; of any other
   * all that the account reaches in its window.
   */
  static IncidentKey of(Account account, Crossing crossing, Instant now) {
    Reached at = crossing.at();
    TimeWindow window = at.window();
    if (account.isNarrow()) {
      return new IncidentKey(
          "agent", account.agentId(), now.truncatedTo(ChronoUnit.DAYS), rule(account, at));
    }
    return new IncidentKey(
        "account", account.id(), window == null ? WHOLE_LIFE : window.start(), rule(account, at));
  }

  /** Intents with a limit of their own each have another one. */
  private static String rule(Account account, Reached at) {
    return at.policy().owner().equals(account.key().name()) && account.isNarrow()
        ? "own " + at.rule().period().wire() + " " + at.rule().action().wire()
        : at.policy().owner() + " " + at.rule().key();
  }

  /** Of something that is raised once in the account's life. */
  static IncidentKey of(Account account, String raisedKey) {
    return new IncidentKey("account", account.id(), WHOLE_LIFE, raisedKey);
  }
}
