package dev.purser.activities.messages;

import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert in words, for mails and Slack alike. All text of others is on one line.
 *
 * @param headline who, what happened, how much of what
 * @param done what was done about it
 * @param facts what is known, in the order of interest
 * @param rows where the money went
 * @param choices what can be done about it
 */
public record AlertView(
    String headline, String done, List<Fact> facts, List<Row> rows, List<Choice> choices) {
  private static final int LONGEST = 300;

  /** A word and what it is. */
  public record Fact(String label, String value) {}

  /** A line of the table: where an amount went, and its share of the whole. */
  public record Row(String what, String cost, String share) {
    private static final int MOST = 10;

    /** The first few, and the others in one. */
    static List<Row> of(List<AlertMessage.Line> lines) {
      List<AlertMessage.Line> shown = new ArrayList<>(lines);
      if (lines.size() > MOST) {
        List<AlertMessage.Line> others = shown.subList(MOST - 1, lines.size());
        AlertMessage.Line sum = sum(others);
        others.clear();
        shown.add(sum);
      }
      return shown.stream().map(Row::of).toList();
    }

    private static AlertMessage.Line sum(List<AlertMessage.Line> lines) {
      Usd cost = Usd.ZERO;
      BigDecimal share = BigDecimal.ZERO;
      for (AlertMessage.Line line : lines) {
        cost = cost.plus(line.cost());
        share = share.add(line.share());
      }
      return new AlertMessage.Line(lines.size() + " others", cost, share);
    }

    private static Row of(AlertMessage.Line line) {
      return new Row(OneLine.of(line.what(), 40), Shown.of(line.cost()), Words.share(line.share()));
    }
  }

  /** A link that does or shows something. */
  public record Choice(Kind kind, String label, String url) {
    /** What it does. */
    public enum Kind {
      ACKNOWLEDGE,
      RESUME,
      KILL,
      VIEW
    }
  }

  static AlertView of(AlertMessage alert) {
    return new AlertView(
        Headline.of(alert), done(alert), facts(alert), Row.of(alert.where()), choices(alert));
  }

  private static String done(AlertMessage alert) {
    Rule rule = alert.rule();
    boolean byItself = rule.resume() == Resume.NEXT_PERIOD;
    return switch (alert.actionTaken()) {
      case "paused" ->
          (alert.since().finishes()
                  ? "Paused: work in hand goes on to its end and is counted, nothing new begins until"
                      + " someone resumes it"
                  : "Paused: its work waits where it stands, until someone resumes it")
              + (byItself ? " or the " + Words.unit(rule.period()) + " ends." : ".");
      case "killed" ->
          "Killed: its open intents were cancelled. A call already at a provider runs to its end"
              + " and is counted.";
      case "blocked" -> "Blocked: it gets no new intents and no authorizations. What runs goes on.";
      case "observed" -> "Nothing was stopped: this rule only observes.";
      default -> "Nothing was stopped." + warning(alert);
    };
  }

  private static String warning(AlertMessage alert) {
    if (alert.threshold() >= Rule.LIMIT) {
      return "";
    }
    if (alert.rule().mode() == Mode.OBSERVE) {
      return " Nor will it be at the limit: this rule only observes.";
    }
    return switch (alert.rule().action()) {
      case ALERT -> "";
      case BLOCK -> " At the limit it will be blocked.";
      case PAUSE -> " At the limit it will be paused.";
      case KILL -> " At the limit it will be killed.";
    };
  }

  private static List<Fact> facts(AlertMessage alert) {
    List<Fact> facts = new ArrayList<>();
    add(facts, "Agent", alert.agent());
    if (alert.account().startsWith("scope:")) {
      add(facts, "Scope", alert.account().substring("scope:".length()));
    }
    add(facts, "Task", alert.task());
    add(facts, "Intent", alert.intentId() == null ? null : alert.intentId().toString());
    if (!alert.isUnpriced()) {
      add(facts, "Rule", Words.rule(alert.rule()));
    }
    add(facts, alert.rule().burn() == null ? "Spent" : "Rate", spent(alert));
    Usd byNow = alert.since().spent();
    add(facts, "By now", byNow == null ? null : Shown.of(byNow));
    add(facts, "Pace", pace(alert));
    add(facts, "When", Words.time(alert.at()));
    add(facts, "Count", count(alert));
    return facts;
  }

  private static @Nullable String count(AlertMessage alert) {
    AlertMessage.Incident incident = alert.incident();
    if (!incident.isOfMany()) {
      return null;
    }
    return incident.accounts()
        + " "
        + alert.rule().period().wire()
        + "s today"
        + (incident.firstEvent() == null
            ? ""
            : ", " + incident.told() + " of them since the last message");
  }

  private static void add(List<Fact> facts, String label, @Nullable String value) {
    if (value != null) {
      facts.add(new Fact(label, OneLine.of(value, LONGEST)));
    }
  }

  private static String spent(AlertMessage alert) {
    Usd limit = alert.limit();
    if (limit == null) {
      return Shown.of(alert.spent()) + parts(alert);
    }
    String percent = Words.percent(alert.spent(), limit);
    String hourly = alert.rule().burn() == null ? "" : " an hour";
    return Shown.of(alert.spent())
        + hourly
        + " of "
        + Shown.of(limit)
        + hourly
        + (percent == null ? "" : " (" + percent + ")")
        + granted(alert.rule().limit(), limit)
        + (alert.rule().burn() == null ? parts(alert) : "");
  }

  private static String parts(AlertMessage alert) {
    AlertMessage.Parts parts = alert.parts();
    return (parts.late().isZero()
            ? ""
            : ", of this "
                + Shown.of(parts.late())
                + " for earlier "
                + Words.unit(alert.rule().period())
                + "s")
        + (parts.assumed().isZero() ? "" : ", " + Words.assumed(parts.assumed()));
  }

  private static String granted(@Nullable Usd ruled, Usd limit) {
    return ruled != null && limit.compareTo(ruled) > 0
        ? ", " + Shown.of(limit.minus(ruled)) + " of it granted"
        : "";
  }

  private static String pace(AlertMessage alert) {
    String hour = alert.isOfCalls() ? " for calls of the last hour" : " in the last hour";
    if (!alert.burnPerHour().isPositive()) {
      return "nothing" + hour;
    }
    String pace = Shown.of(alert.burnPerHour()) + hour;
    if (alert.projectedAt() == null) {
      return pace;
    }
    Duration left = Duration.between(alert.at(), alert.projectedAt());
    return pace
        + "; at that rate the limit is reached at "
        + Words.time(alert.projectedAt())
        + ", in "
        + Words.duration(left);
  }

  private static List<Choice> choices(AlertMessage alert) {
    AlertMessage.Links links = alert.links();
    List<Choice> choices = new ArrayList<>();
    choices.add(
        new Choice(
            Choice.Kind.ACKNOWLEDGE,
            alert.incident().isOfMany() ? "Acknowledge all" : "Acknowledge",
            links.acknowledge().toString()));
    if (links.resume() != null) {
      Usd more = links.resumeUsd();
      choices.add(
          new Choice(
              Choice.Kind.RESUME,
              more == null ? "Resume" : "Resume with " + Shown.of(more) + " more",
              links.resume().toString()));
    }
    if (links.kill() != null) {
      choices.add(new Choice(Choice.Kind.KILL, "Kill", links.kill().toString()));
    }
    choices.add(new Choice(Choice.Kind.VIEW, "View in Purser", links.view().toString()));
    return choices;
  }
}
