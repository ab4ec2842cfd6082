package dev.purser.domain.policy;

import dev.purser.domain.Choices;
import dev.purser.domain.money.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine says of one change or one question.
 *
 * @param directive the strictest that any rule says
 * @param by the rule that said so; null where the directive is CONTINUE and nothing is refused
 * @param refusal why what was asked is refused; null where it is allowed, or nothing was asked
 * @param crossings thresholds newly reached, warnings first
 * @param remaining the least that any rule which can stop something leaves to spend, never below
 *     zero; null without such a rule
 */
public record Decision(
    Directive directive,
    @Nullable Reached by,
    @Nullable Refusal refusal,
    List<Crossing> crossings,
    @Nullable Usd remaining) {
  /** Why something asked for is refused. */
  public enum Refusal {
    /** The limit is reached, or would be. */
    LIMIT,
    /** What others have reserved is in the way; it may come free. */
    PENDING;

    /** As answers spell it. */
    public String wire() {
      return Choices.name(this);
    }
  }

  /** Copies the list. */
  public Decision {
    crossings = List.copyOf(crossings);
  }
}
