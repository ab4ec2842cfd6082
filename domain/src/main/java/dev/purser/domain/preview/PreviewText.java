package dev.purser.domain.preview;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a policy would have done, in a sentence, and what it was assumed by. */
public final class PreviewText {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMM 'at' HH:mm VV", Locale.ENGLISH);
  private static final int CENTS = 2;

  private PreviewText() {}

  /**
   * The sentence, without a subject: "would have paused 3 times, first on 12 Nov at 02:15 UTC, and
   * stopped $212.40".
   *
   * @param zone whose clock it goes by
   */
  public static String sentence(Preview preview, ZoneId zone) {
    List<String> acts = new ArrayList<>();
    add(acts, "paused", preview.pauses());
    add(acts, "killed", preview.kills());
    add(acts, "blocked", preview.blocks());
    if (preview.first() == null) {
      add(acts, "alerted", preview.alerts());
      return acts.isEmpty()
          ? "would have done nothing"
          : "would have " + join(acts) + " and stopped nothing";
    }
    return "would have "
        + join(acts)
        + ", first on "
        + when(preview.first().at(), zone)
        + ", and stopped "
        + money(preview.stopped());
  }

  private static void add(List<String> acts, String act, long times) {
    if (times > 0) {
      acts.add(act + (times == 1 ? " once" : " " + times + " times"));
    }
  }

  private static String join(List<String> acts) {
    int last = acts.size() - 1;
    return last == 0
        ? acts.get(0)
        : String.join(", ", acts.subList(0, last)) + " and " + acts.get(last);
  }

  /** A quarter of an hour on a zone's clock: "12 Nov at 02:15 UTC". */
  public static String when(Instant at, ZoneId zone) {
    return WHEN.withZone(zone).format(at);
  }

  private static String money(Usd amount) {
    BigDecimal cents = amount.toBigDecimal().setScale(CENTS, RoundingMode.HALF_EVEN);
    return cents.signum() == 0 ? amount.toString() : Usd.ofSum(cents).toString();
  }

  /** What a reader must know to read the numbers right. */
  public static List<String> assumptions(List<Rule> rules) {
    List<String> all = new ArrayList<>();
    all.add("The policy is alone, and set with nothing spent before the first moment looked at.");
    all.add(
        "Past spending is by when calls were made; limits count what is taken in their window.");
    all.add(
        "A pause or kill lasts until its window ends, also where a person would have to resume;"
            + " that of an intent or a tree lasts for good.");
    all.add(
        "Spending is known by the quarter of an hour: of the quarter that reaches a limit, what"
            + " lies above the limit would have been stopped.");
    if (rules.stream().map(Rule::burn).anyMatch(Objects::nonNull)) {
      all.add("The burn rate of a quarter of an hour is its sum times four.");
    }
    return all;
  }
}
