package dev.purser.ledger.intake;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.Order;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import org.jspecify.annotations.Nullable;

/**
 * What holds for something now.
 *
 * @param order what all that holds it says
 * @param decision what the rules say, on the sums as they are
 */
record Verdict(Order order, Decision decision) {
  /** What holds say, without the rules. */
  Directive held() {
    return order.directive();
  }

  /** The stricter of the two. */
  Directive directive() {
    return held().or(decision.directive());
  }

  /** The rule behind what holds it; null: nothing does, or a person. */
  @Nullable String heldByRule() {
    Hold hold = order.parkedBy();
    return hold == null ? null : hold.rule();
  }

  /** Why nothing at all is allowed to what is held; null: it is not held. */
  @Nullable String stopped() {
    return switch (held()) {
      case CONTINUE -> null;
      case PARK -> "paused";
      case KILL -> "killed";
    };
  }
}
