package dev.purser.domain.preview;

import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The same question answered in another way: nano-dollar by nano-dollar, each rule with sums of its
 * own, without the engine and its windows.
 */
final class BruteForce {
  private final Policy policy;
  private final Map<String, Long> sums = new HashMap<>();
  private final Set<String> raised = new HashSet<>();
  private final Map<UUID, String> refused = new HashMap<>();
  final Map<String, Long> counts = new HashMap<>();

  BruteForce(Policy policy) {
    this.policy = policy;
  }

  void take(Past past) {
    if (past instanceof Past.Created created) {
      create(created);
      return;
    }
    long nanos = ((Past.Spent) past).amount().nanos();
    String day = zoned(past.quarter()).toLocalDate().toString();
    count("spent", nanos);
    count("spent " + day, nanos);
    for (long i = 0; i < nanos; i++) {
      if (isStopped(past, Action.PAUSE) || isStopped(past, Action.KILL) || isRefused(past)) {
        count("stopped", 1);
        count("stopped " + day, 1);
      } else {
        spendOne(past);
      }
    }
  }

  private void count(String what, long more) {
    if (more != 0) {
      counts.merge(what, more, Long::sum);
    }
  }

  private ZonedDateTime zoned(Instant at) {
    return at.atZone(policy.zone());
  }

  private void spendOne(Past past) {
    for (int i = 0; i < policy.rules().size(); i++) {
      Rule rule = policy.rules().get(i);
      String key = key(i, past, past.intent());
      if (key == null || rule.maxIntents() != null) {
        continue;
      }
      sums.merge(sumKey(rule, key, past), 1L, Long::sum);
      long sum = sums.get(sumKey(rule, key, past));
      if (rule.burn() == null) {
        warn(i, key, sum, rule.limit().nanos());
      }
      if (isReached(rule, sum)) {
        reach(i, key, past);
      }
    }
  }

  private static boolean isReached(Rule rule, long sum) {
    return rule.burn() == null
        ? sum >= rule.limit().nanos()
        : sum * 4 >= rule.burn().perHour().nanos();
  }

  private static String sumKey(Rule rule, String key, Past past) {
    return rule.burn() == null ? key : key + " " + past.quarter();
  }

  private void warn(int index, String key, long spent, long limit) {
    for (int percent : policy.rules().get(index).warnAt()) {
      boolean fresh =
          limit > 0 && spent * 100 >= limit * percent && raised.add(key + " " + percent);
      if (fresh) {
        alert(index);
      }
    }
  }

  private void reach(int index, String key, Past past) {
    if (!raised.add(key)) {
      return;
    }
    Rule rule = policy.rules().get(index);
    count("times " + index, 1);
    counts.merge("first " + index, past.quarter().getEpochSecond(), Math::min);
    if (rule.action() == Action.ALERT || !enforced(rule)) {
      alert(index);
    } else {
      count(rule.action().wire(), 1);
      counts.merge("first", past.quarter().getEpochSecond(), Math::min);
    }
  }

  private void alert(int index) {
    count("alerts", 1);
    count("alerts " + index, 1);
  }

  private boolean enforced(Rule rule) {
    return (rule.mode() == null ? policy.mode() : rule.mode()) == Mode.ENFORCE;
  }

  private boolean isStopped(Past past, Action by) {
    for (int i = 0; i < policy.rules().size(); i++) {
      Rule rule = policy.rules().get(i);
      UUID intent = past instanceof Past.Created ? null : past.intent();
      String key = key(i, past, intent);
      // What stops a task that is only reported stops whatever else is done for it that day.
      String ofTask =
          past.task() == null || rule.period() != Period.INTENT
              ? null
              : i + " " + task(past) + " " + zoned(past.quarter()).toLocalDate();
      if (rule.maxIntents() == null
          && rule.action() == by
          && enforced(rule)
          && (raised.contains(key) || raised.contains(ofTask))) {
        return true;
      }
    }
    return false;
  }

  private boolean isRefused(Past past) {
    String until = past.intent() == null ? null : refused.get(past.intent());
    if (until == null || until.equals("ever")) {
      return until != null;
    }
    int rule = Integer.parseInt(until.substring(0, until.indexOf(' ')));
    return until.equals(key(rule, past, null));
  }

  private void create(Past.Created created) {
    if (isStopped(created, Action.KILL)) {
      refused.put(created.intent(), "ever");
      return;
    }
    if (!created.tracked()) {
      boolean refuses = false;
      String parkedBy = null;
      for (int i = 0; i < policy.rules().size(); i++) {
        Rule rule = policy.rules().get(i);
        String key = key(i, created, null);
        if (key == null) {
          continue;
        }
        boolean full;
        if (rule.maxIntents() != null) {
          long wanted = sums.getOrDefault(key, 0L) + 1;
          warn(i, key, wanted, rule.maxIntents());
          full = wanted > rule.maxIntents();
          if (full) {
            reach(i, key, created);
          }
        } else {
          full = isReached(rule, sums.getOrDefault(sumKey(rule, key, created), 0L));
        }
        if (!full || !enforced(rule)) {
          continue;
        }
        refuses |= rule.action() == Action.KILL || rule.action() == Action.BLOCK;
        if (rule.action() == Action.PAUSE && parkedBy == null) {
          parkedBy = rule.maxIntents() == null ? "" : key;
        }
      }
      if (refuses) {
        refused.put(created.intent(), "ever");
        return;
      }
      if (parkedBy != null && !parkedBy.isEmpty()) {
        refused.put(created.intent(), parkedBy);
      }
    }
    for (int i = 0; i < policy.rules().size(); i++) {
      String key = policy.rules().get(i).maxIntents() == null ? null : key(i, created, null);
      if (key != null) {
        sums.merge(key, 1L, Long::sum);
      }
    }
  }

  /** The rule, the account it looks at and the window that is open; null: it looks at none. */
  private String key(int index, Past past, UUID intent) {
    ZonedDateTime at = zoned(past.quarter());
    Period period = policy.rules().get(index).period();
    Object account =
        switch (period) {
          case INTENT -> intent == null || !past.tracked() ? intent : task(past);
          case TREE -> past.root();
          case TASK -> task(past);
          default -> policy.applies() == Applies.TOTAL ? "all" : past.agent();
        };
    Object window =
        switch (period) {
          case INTENT -> past.tracked() ? at.toLocalDate() : "life";
          case TREE -> "life";
          case TASK, DAY -> at.toLocalDate();
          case HOUR -> at.truncatedTo(ChronoUnit.HOURS);
          case WEEK -> at.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case MONTH -> at.toLocalDate().withDayOfMonth(1);
        };
    return account == null ? null : index + " " + account + " " + window;
  }

  private static String task(Past past) {
    return past.task() == null ? null : past.agent() + past.task();
  }
}
