package dev.purser.domain.policy;

/**
 * A threshold that was reached for the first time in its window.
 *
 * @param at which rule on which account
 * @param threshold per cent of the limit; {@link Rule#LIMIT} is the limit itself
 */
public record Crossing(Reached at, int threshold) {
  private static final long MOST_GRANTS = 1_000_000;

  /** Whether this is the limit itself rather than a warning before it. */
  public boolean isLimit() {
    return threshold == Rule.LIMIT;
  }

  /** Whether the other is a higher threshold of the same rule, on the same account. */
  public boolean isLessThan(Crossing other) {
    return threshold < other.threshold
        && at.rule().equals(other.at.rule())
        && at.account().equals(other.at.account());
  }

  /**
   * What makes this crossing the only one of its kind in the window: a warning exists once, the
   * limit once per grant, and once more where a rule that observed it comes to act.
   */
  public String raisedKey() {
    Rule rule = at.rule();
    String key = at.policy().owner() + " " + rule.key() + " " + threshold;
    if (!isLimit()) {
      return key;
    }
    boolean acts = rule.action() == Action.ALERT || at.enforced();
    return key + (at.grants() > 0 ? " grant " + at.grants() : "") + (acts ? "" : " observed");
  }

  /**
   * How grave it is among all that the rule has reached: higher for a higher threshold, for what
   * stops more, and for a limit that grants had raised before.
   */
  public int gravity() {
    int grants = (int) Math.min(at.grants(), MOST_GRANTS);
    return grants * (Rule.LIMIT + Action.values().length) + threshold + stops();
  }

  /** How far the limit goes beyond an alert. */
  private int stops() {
    if (!isLimit() || !at.enforced()) {
      return 0;
    }
    return switch (at.rule().action()) {
      case ALERT -> 0;
      case BLOCK -> 1;
      case PAUSE -> 2;
      case KILL -> 3;
    };
  }
}
