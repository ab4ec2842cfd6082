package dev.purser.ledger.intake;

import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;

/**
 * What holds for something now.
 *
 * @param held what holds, the agent's status and the intent's own say
 * @param decision what the rules say, on the sums as they are
 */
record Verdict(Directive held, Decision decision) {
  /** The stricter of the two. */
  Directive directive() {
    return held.or(decision.directive());
  }
}
