package dev.purser.domain.policy;

import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a policy: when this much is spent in this period, do that.
 *
 * @param period what is summed
 * @param limit acts when spent ≥ limit; null: no limit of money
 * @param maxIntents acts at the intent that would exceed this count; null: no limit of intents
 * @param action what happens at the limit
 * @param warnAt per cents of the limit, 1 to 99, that raise an alert each
 * @param addressees who is told: e-mail addresses, URLs, names of channels
 * @param resume who ends a pause
 * @param mode whether it acts; null: as the policy says
 */
public record Rule(
    Period period,
    @Nullable Usd limit,
    @Nullable Long maxIntents,
    Action action,
    List<Integer> warnAt,
    List<String> addressees,
    Resume resume,
    @Nullable Mode mode) {
  /** The threshold that stands for the limit itself, in per cent. */
  public static final int LIMIT = 100;

  /** What {@code warn_at} is when a rule names none. */
  public static final List<Integer> DEFAULT_WARN_AT = List.of(80);

  /** Checks each part; the exception names the field as requests spell it. */
  public Rule {
    if (limit != null && limit.isNegative()) {
      throw new InvalidFieldException("limit_usd", "must be at least 0");
    }
    if (maxIntents != null) {
      if (limit != null) {
        throw new InvalidFieldException(
            "max_intents", "stands in a rule of its own, not beside limit_usd");
      }
      if (maxIntents < 0) {
        throw new InvalidFieldException("max_intents", "must be at least 0");
      }
      if (!period.isCalendar()) {
        throw new InvalidFieldException("max_intents", "is counted per hour, day, week or month");
      }
    }
    for (int percent : warnAt) {
      if (percent < 1 || percent >= LIMIT) {
        throw new InvalidFieldException("warn_at", "must be per cents from 1 to 99");
      }
    }
    if (resume == Resume.NEXT_PERIOD && (period == Period.INTENT || period == Period.TREE)) {
      throw new InvalidFieldException(
          "resume", "next_period needs a period that ends: task, hour, day, week or month");
    }
    warnAt = warnAt.stream().distinct().sorted().toList();
    addressees = List.copyOf(addressees);
  }

  /** A rule of money with every other part at its default. */
  public static Rule of(Period period, Usd limit, Action action) {
    return new Rule(period, limit, null, action, DEFAULT_WARN_AT, List.of(), Resume.MANUAL, null);
  }

  /**
   * What makes it this rule and no other within its owner's policy: a changed limit or action is a
   * new rule that may alert anew, a changed addressee is not.
   */
  public String key() {
    String what =
        maxIntents != null ? maxIntents + " intents" : limit == null ? "none" : limit.toString();
    return period.wire() + " " + what + " " + action.wire();
  }
}
