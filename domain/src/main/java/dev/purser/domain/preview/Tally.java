package dev.purser.domain.preview;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Crossing;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Reached;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds up what would have happened. */
final class Tally {
  private final ZoneId zone;
  private final List<OfRule> rules = new ArrayList<>();
  private final TreeMap<LocalDate, OfDay> days = new TreeMap<>();
  private @Nullable TimeWindow today;
  private OfDay ofToday = new OfDay();
  private long alerts;
  private long pauses;
  private long kills;
  private long blocks;
  private Preview.@Nullable First first;

  private static final class OfRule {
    private final Rule rule;
    private long times;
    private @Nullable Instant firstAt;
    private Usd stopped = Usd.ZERO;
    private long alerts;

    OfRule(Rule rule) {
      this.rule = rule;
    }
  }

  private static final class OfDay {
    private Usd spent = Usd.ZERO;
    private Usd stopped = Usd.ZERO;
  }

  /** Of the rules as they were asked about. */
  Tally(Policy policy) {
    zone = policy.zone();
    policy.rules().forEach(rule -> rules.add(new OfRule(rule)));
  }

  void spent(Instant at, Usd amount) {
    OfDay day = day(at);
    day.spent = day.spent.plus(amount);
  }

  void stopped(Instant at, int rule, Usd amount) {
    OfDay day = day(at);
    day.stopped = day.stopped.plus(amount);
    OfRule by = rules.get(rule);
    by.stopped = by.stopped.plus(amount);
  }

  private OfDay day(Instant at) {
    if (today == null || !today.contains(at)) {
      today = Windows.at(Period.DAY, zone, at);
      LocalDate date = LocalDate.ofInstant(today.start(), zone);
      ofToday = days.computeIfAbsent(date, unused -> new OfDay());
    }
    return ofToday;
  }

  /** What only observes alerts, at its limit too. */
  void crossed(Past past, int index, Crossing crossing) {
    OfRule rule = rules.get(index);
    if (crossing.isLimit()) {
      rule.times++;
      boolean earlier = rule.firstAt == null || past.quarter().isBefore(rule.firstAt);
      rule.firstAt = earlier ? past.quarter() : rule.firstAt;
    }
    if (!crossing.isLimit() || !crossing.at().enforced()) {
      alert(rule);
      return;
    }
    switch (rule.rule.action()) {
      case ALERT -> alert(rule);
      case PAUSE -> pauses++;
      case KILL -> kills++;
      case BLOCK -> blocks++;
    }
    if (rule.rule.action() != Action.ALERT
        && (first == null || past.quarter().isBefore(first.at()))) {
      first = first(past, rule.rule, crossing.at());
    }
  }

  private void alert(OfRule rule) {
    alerts++;
    rule.alerts++;
  }

  /** In a quarter of an hour nobody knows whose call it was, only whose sum. */
  private static Preview.First first(Past past, Rule rule, Reached at) {
    AccountKind kind = at.account().kind();
    boolean ofIntent = kind == AccountKind.INTENT || past instanceof Past.Created;
    UUID intent = kind == AccountKind.TREE ? past.root() : ofIntent ? past.intent() : null;
    String task = ofIntent || kind == AccountKind.TASK ? past.task() : null;
    return new Preview.First(
        past.quarter(), rule, past.agent(), intent, task, at.spent(), at.limit());
  }

  Preview preview() {
    Usd spent = Usd.ZERO;
    Usd stopped = Usd.ZERO;
    List<Preview.Day> byDay = new ArrayList<>();
    for (var each : days.entrySet()) {
      OfDay day = each.getValue();
      spent = spent.plus(day.spent);
      stopped = stopped.plus(day.stopped);
      byDay.add(new Preview.Day(each.getKey(), day.spent, day.stopped));
    }
    List<Preview.OfRule> ofRules = new ArrayList<>();
    for (OfRule each : rules) {
      ofRules.add(
          new Preview.OfRule(each.rule, each.times, each.firstAt, each.stopped, each.alerts));
    }
    return new Preview(spent, stopped, alerts, pauses, kills, blocks, first, ofRules, byDay);
  }
}
