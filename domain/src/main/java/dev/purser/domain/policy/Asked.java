package dev.purser.domain.policy;

import dev.purser.domain.money.Usd;

/**
 * What someone wants beyond what is already counted.
 *
 * @param kind which kind of question
 * @param amount upper bound of what a call will cost; zero unless it is an authorization
 */
public record Asked(Kind kind, Usd amount) {
  /** Kinds of question. */
  public enum Kind {
    /** Nothing: something was counted, how do we stand? */
    NOTHING,
    /** May this much be spent? */
    AUTHORIZATION,
    /** May one more intent begin? */
    INTENT
  }

  /** Nothing beyond what was counted. */
  public static final Asked NOTHING = new Asked(Kind.NOTHING, Usd.ZERO);

  /** One more intent. */
  public static final Asked INTENT = new Asked(Kind.INTENT, Usd.ZERO);

  /** This much, before it is spent. */
  public static Asked authorization(Usd amount) {
    return new Asked(Kind.AUTHORIZATION, amount);
  }
}
