package dev.purser.api.pages.explore;

import java.time.LocalDate;
import java.util.List;

/**
 * Days that are often asked for.
 *
 * @param to the last, included
 */
public record Quick(String label, LocalDate from, LocalDate to) {
  static List<Quick> of(LocalDate today) {
    LocalDate first = today.withDayOfMonth(1);
    return List.of(
        new Quick("Today", today, today),
        new Quick("7 days", today.minusDays(6), today),
        new Quick("30 days", today.minusDays(29), today),
        new Quick("This month", first, today),
        new Quick("Last month", first.minusMonths(1), first.minusDays(1)));
  }

  /** Whether these are the days of the question. */
  public boolean isOf(Question question) {
    return from.equals(question.from()) && to.equals(question.to());
  }
}
