package dev.purser.activities.messages;

import static java.util.Locale.ENGLISH;

import dev.purser.activities.messages.SummaryMessage.AgentLine;
import dev.purser.activities.messages.SummaryMessage.Others;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Yesterday in words.
 *
 * @param headline the day, the sum, and how it compares
 * @param calendar whose calendar the day is of, and what is told besides the sums
 * @param before which day it is compared with
 * @param total of all agents
 * @param agents the dearest first; the last may be all others together
 */
public record SummaryView(
    String headline,
    String calendar,
    String before,
    Spender total,
    List<Spender> agents,
    String view) {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM", ENGLISH);
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("EEE d MMM", ENGLISH);
  private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE", ENGLISH);
  private static final int LONGEST_NAME = 60;

  /**
   * What one, or all together, spent on the day.
   *
   * @param before what it was on the same day of the week before
   * @param change against that
   * @param dearest its dearest intent with what it cost; null where it had none
   * @param models what it spent on each, and what of all that is assumed; empty where there is
   *     nothing to say
   */
  public record Spender(
      String name,
      String cost,
      String before,
      String change,
      @Nullable String dearest,
      String models) {
    static Spender of(String name, Usd cost, Usd assumed, Usd before) {
      return new Spender(
          name,
          Shown.of(cost),
          Shown.of(before),
          Words.change(cost, before),
          null,
          Words.assumed(assumed));
    }
  }

  /** How wide a column for the names has to be. */
  public int width() {
    return agents.stream().mapToInt(agent -> agent.name().length()).max().orElse(0);
  }

  /**
   * @param most so many lines; agents beyond are one line together
   */
  static SummaryView of(SummaryMessage summary, int most) {
    return new SummaryView(
        headline(summary),
        calendar(summary),
        SHORT.format(summary.day().minusWeeks(1)),
        Spender.of("All agents", summary.total(), summary.assumed(), summary.weekBefore()),
        spenders(summary, most),
        summary.view().toString());
  }

  private static String headline(SummaryMessage summary) {
    LocalDate day = summary.day();
    return DAY.format(day)
        + ": "
        + (summary.total().isZero() ? "nothing was spent" : Shown.of(summary.total()))
        + against(summary.total(), summary.weekBefore(), WEEKDAY.format(day));
  }

  private static String calendar(SummaryMessage summary) {
    String by = "By when calls were made, by the calendar of " + summary.zone().getId() + ".";
    return summary.late().isZero()
        ? by
        : by
            + " Besides, "
            + Shown.of(summary.late())
            + " for earlier days was taken on this day and counts against its limits.";
  }

  private static String against(Usd now, Usd before, String weekday) {
    if (!before.isPositive()) {
      return now.isPositive() ? ", nothing on the " + weekday + " before" : "";
    }
    if (now.isZero()) {
      return ", " + Shown.of(before) + " on the " + weekday + " before";
    }
    String change = Words.change(now, before);
    return change.equals("same")
        ? ", as on the " + weekday + " before"
        : ", " + change + " on the " + weekday + " before";
  }

  private static List<Spender> spenders(SummaryMessage summary, int most) {
    Function<String, String> names = names(summary.agents());
    Others others = summary.others();
    boolean all = others == null && summary.agents().size() <= most;
    int shown = all ? summary.agents().size() : Math.min(most - 1, summary.agents().size());
    List<Spender> spenders = new ArrayList<>();
    summary.agents().subList(0, shown).forEach(line -> spenders.add(spender(line, names)));
    if (!all) {
      spenders.add(rest(summary, shown));
    }
    return spenders;
  }

  private static Spender rest(SummaryMessage summary, int shown) {
    Others others = summary.others();
    int count = others == null ? 0 : others.agents();
    Usd cost = others == null ? Usd.ZERO : others.cost();
    Usd assumed = others == null ? Usd.ZERO : others.assumed();
    Usd before = others == null ? Usd.ZERO : others.weekBefore();
    for (AgentLine line : summary.agents().subList(shown, summary.agents().size())) {
      count++;
      cost = cost.plus(line.cost());
      assumed = assumed.plus(line.assumed());
      before = before.plus(line.weekBefore());
    }
    return Spender.of(
        count + (count == 1 ? " other agent" : " other agents"), cost, assumed, before);
  }

  /** The last part of the address, or more of it where two agents would be called the same. */
  private static Function<String, String> names(List<AgentLine> agents) {
    Map<String, Long> bearers =
        agents.stream()
            .collect(
                Collectors.groupingBy(line -> Words.agent(line.agent()), Collectors.counting()));
    return address -> {
      String name = Words.agent(address);
      return bearers.getOrDefault(name, 0L) > 1 && address.startsWith(AgentAddress.PREFIX)
          ? OneLine.of(address.substring(AgentAddress.PREFIX.length()), LONGEST_NAME)
          : name;
    };
  }

  private static Spender spender(AgentLine line, Function<String, String> names) {
    String intent = line.dearestIntent();
    return new Spender(
        names.apply(line.agent()),
        Shown.of(line.cost()),
        Shown.of(line.weekBefore()),
        Words.change(line.cost(), line.weekBefore()),
        intent == null ? null : OneLine.of(intent, 60) + ", " + Shown.of(line.dearestCost()),
        Stream.of(models(line.models()), Words.assumed(line.assumed()))
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(", ")));
  }

  /** Of a single one the name says it all. */
  private static String models(List<AlertMessage.Line> models) {
    if (models.size() == 1) {
      return OneLine.of(models.get(0).what(), 40);
    }
    return models.stream()
        .map(
            model ->
                OneLine.of(model.what(), 40)
                    + " "
                    + Shown.of(model.cost())
                    + " ("
                    + Words.share(model.share())
                    + ")")
        .collect(Collectors.joining(", "));
  }
}
