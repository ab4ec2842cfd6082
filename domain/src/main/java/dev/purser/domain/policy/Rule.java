package dev.purser.domain.policy;

import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a policy: when this much is spent in this period, or this fast, do that.
 *
 * @param period what is summed; of a rule that limits the rate the hour, in which it is raised once
 * @param limit acts when spent ≥ limit; null: no limit of money
 * @param maxIntents acts at the intent that would exceed this count; null: no limit of intents
 * @param burn acts when money is spent this fast; null: no limit of the rate
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
    @Nullable BurnLimit burn,
    Action action,
    List<Integer> warnAt,
    List<String> addressees,
    Resume resume,
    @Nullable Mode mode) {
  /** The threshold that stands for the limit itself, in per cent. */
  public static final int LIMIT = 100;

  /** What {@code warn_at} is when a rule names none. */
  public static final List<Integer> DEFAULT_WARN_AT = List.of(80);

  private static final String BURN = "burn ";

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
    if (burn != null) {
      requireBurn(period, limit, maxIntents, action, warnAt);
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

  private static void requireBurn(
      Period period,
      @Nullable Usd limit,
      @Nullable Long maxIntents,
      Action action,
      List<Integer> warnAt) {
    if (period != Period.HOUR) {
      throw new InvalidFieldException("period", "must be left out of a rule of the burn rate");
    }
    if (limit != null) {
      throw new InvalidFieldException("limit_usd", "must be left out of a rule of the burn rate");
    }
    if (maxIntents != null) {
      throw new InvalidFieldException("max_intents", "must be left out of a rule of the burn rate");
    }
    if (action == Action.BLOCK) {
      throw new InvalidFieldException(
          "action", "must be alert, pause or kill in a rule of the burn rate");
    }
    if (!warnAt.isEmpty()) {
      throw new InvalidFieldException("warn_at", "must be left out of a rule of the burn rate");
    }
  }

  /** A rule that limits how much, not how fast. */
  public Rule(
      Period period,
      @Nullable Usd limit,
      @Nullable Long maxIntents,
      Action action,
      List<Integer> warnAt,
      List<String> addressees,
      Resume resume,
      @Nullable Mode mode) {
    this(period, limit, maxIntents, null, action, warnAt, addressees, resume, mode);
  }

  /** A rule of money with every other part at its default. */
  public static Rule of(Period period, Usd limit, Action action) {
    return new Rule(period, limit, null, action, DEFAULT_WARN_AT, List.of(), Resume.MANUAL, null);
  }

  /** A rule of the burn rate; {@code next_period} is the end of the hour in which it is reached. */
  public static Rule burn(
      BurnLimit burn, Action action, List<String> addressees, Resume resume, @Nullable Mode mode) {
    return new Rule(Period.HOUR, null, null, burn, action, List.of(), addressees, resume, mode);
  }

  /** A rule of the burn rate with every other part at its default. */
  public static Rule burn(BurnLimit burn, Action action) {
    return burn(burn, action, List.of(), Resume.MANUAL, null);
  }

  /**
   * What makes it this rule and no other within its owner's policy: a changed limit or action is a
   * new rule that may alert anew, a changed addressee is not.
   */
  public String key() {
    if (burn != null) {
      return BURN + burn + " " + action.wire();
    }
    String what =
        maxIntents != null ? maxIntents + " intents" : limit == null ? "none" : limit.toString();
    return period.wire() + " " + what + " " + action.wire();
  }

  /** The same rule, with a mode of its own; null: the policy's. */
  public Rule in(@Nullable Mode own) {
    return new Rule(period, limit, maxIntents, burn, action, warnAt, addressees, resume, own);
  }

  /**
   * Whether whoever resumes what the rule of this {@link #key} has stopped must give it more to
   * spend: a limit that is reached stays so, a rate does not.
   */
  public static boolean needsBudget(@Nullable String key) {
    return key != null && !key.startsWith(BURN);
  }
}
