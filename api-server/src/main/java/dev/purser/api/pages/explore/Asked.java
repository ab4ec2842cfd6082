package dev.purser.api.pages.explore;

import dev.purser.api.auth.Caller;
import dev.purser.api.pages.session.Filled;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.reports.Dimension;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question as someone asked it.
 *
 * @param filled the fields, with what is wrong with each
 * @param question with what holds by default in place of what is missing or wrong
 */
record Asked(Filled filled, Question question) {
  private static final int LONGEST_MODEL = 200;
  private static final int MOST_YEARS = 10;
  private static final int DAYS = 7;

  static Asked read(Filled filled, LocalDate today, Caller caller) {
    Dimension by = filled.read("by", Dimension::of);
    LocalDate to = Objects.requireNonNullElse(filled.read("to", Asked::date), today);
    LocalDate from =
        Objects.requireNonNullElse(filled.read("from", Asked::date), to.minusDays(DAYS - 1));
    Question question =
        new Question(
            Objects.requireNonNullElse(by, Dimension.of("day")),
            then(filled, caller),
            from,
            to,
            agent(filled, caller),
            filled.read("model", Asked::model));
    check(filled, question);
    return new Asked(filled, question);
  }

  /** Nothing was said of groups at all: that of which there are most to tell apart. */
  private static @Nullable Dimension then(Filled filled, Caller caller) {
    return filled.form().has("by") || filled.form().has("then")
        ? filled.read("then", Dimension::of)
        : Dimension.of(caller.isAgent() ? "model" : "agent");
  }

  /** An agent's key sees that agent, whether it asks or not. */
  private static @Nullable AgentAddress agent(Filled filled, Caller caller) {
    AgentAddress named = filled.read("agent", AgentAddress::parse);
    if (named != null) {
      caller.requireMayActFor(named);
    }
    return caller.isAgent() ? caller.agent() : named;
  }

  private static void check(Filled filled, Question question) {
    if (question.by().equals(question.then())) {
      filled.wrong("then", "must be another than the first");
    }
    if (question.to().isBefore(question.from())) {
      filled.wrong("to", "must not be before " + question.from());
    }
    if (question.from().plusYears(MOST_YEARS).isBefore(question.to())) {
      filled.wrong("from", "must be at most ten years before " + question.to());
    }
  }

  private static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1970 && date.getYear() <= 9998) {
        return date;
      }
    } catch (DateTimeParseException e) {
      // Not a date: said below.
    }
    throw new IllegalArgumentException("must be a date like 2026-08-21");
  }

  private static String model(String text) {
    if (text.length() > LONGEST_MODEL) {
      throw new IllegalArgumentException("must have at most " + LONGEST_MODEL + " characters");
    }
    return text;
  }

  /** Whether the address says it all, whoever opens it and when. */
  boolean isWhole() {
    return filled.form().text("by") != null
        && filled.form().text("from") != null
        && filled.form().text("to") != null;
  }
}
