package dev.purser.activities.messages;

import static java.util.Locale.ENGLISH;

import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Yesterday in words.
 *
 * @param headline the day, the sum, and how it compares
 * @param calendar whose calendar the day is of
 * @param agents the first of them
 * @param more how many are left out
 */
public record SummaryView(
    String headline, String calendar, List<Spender> agents, int more, String view) {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM", ENGLISH);
  private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE", ENGLISH);

  /**
   * One agent's day.
   *
   * @param change against the same day of the week before
   * @param dearest its dearest intent with what it cost; null where it had none
   * @param models what it spent on each
   */
  public record Spender(
      String name, String cost, String change, @Nullable String dearest, String models) {}

  static SummaryView of(SummaryMessage summary, int most) {
    int shown = Math.min(most, summary.agents().size());
    return new SummaryView(
        headline(summary),
        summary.zone().getId(),
        summary.agents().subList(0, shown).stream().map(SummaryView::spender).toList(),
        summary.agents().size() - shown,
        summary.view().toString());
  }

  private static String headline(SummaryMessage summary) {
    LocalDate day = summary.day();
    return DAY.format(day)
        + ": "
        + Shown.of(summary.total())
        + against(summary.total(), summary.weekBefore(), WEEKDAY.format(day));
  }

  private static String against(Usd now, Usd before, String weekday) {
    if (!before.isPositive()) {
      return now.isPositive() ? ", nothing on the " + weekday + " before" : "";
    }
    String change = Words.change(now, before);
    return change.equals("same")
        ? ", as on the " + weekday + " before"
        : ", " + change + " on the " + weekday + " before";
  }

  private static Spender spender(SummaryMessage.AgentLine line) {
    String intent = line.dearestIntent();
    return new Spender(
        Words.agent(line.agent()),
        Shown.of(line.cost()),
        Words.change(line.cost(), line.weekBefore()),
        intent == null ? null : OneLine.of(intent, 60) + ", " + Shown.of(line.dearestCost()),
        line.models().stream()
            .map(
                model ->
                    OneLine.of(model.what(), 40)
                        + " "
                        + Shown.of(model.cost())
                        + " ("
                        + Words.share(model.share())
                        + ")")
            .collect(Collectors.joining(", ")));
  }
}
