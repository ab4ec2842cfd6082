package dev.purser.ledger.intake;

import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import org.jspecify.annotations.Nullable;

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

  /** Why nothing at all is allowed to what is held; null: it is not held. */
  @Nullable String stopped() {
    return switch (held) {
      case CONTINUE -> null;
      case PARK -> "paused";
      case KILL -> "killed";
    };
  }
}
