package dev.purser.domain.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/** Rules, and a past of a few days in nano-dollars, that a seed makes up. */
final class RandomPast {
  private static final List<Period> CALENDAR =
      List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH);

  private RandomPast() {}

  static Rule[] rules(Random random, boolean total) {
    Map<String, Rule> rules = new HashMap<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      Rule rule = rule(random, total);
      // Of two that say the same only one is raised.
      rules.put(rule.key(), rule);
    }
    return rules.values().toArray(new Rule[0]);
  }

  private static Rule rule(Random random, boolean total) {
    Action action = List.of(Action.values()).get(random.nextInt(4));
    Mode mode = random.nextInt(6) == 0 ? Mode.OBSERVE : null;
    if (random.nextInt(5) == 0) {
      BurnLimit burn = new BurnLimit(Usd.ofNanos(1 + random.nextInt(60)), 1 + random.nextInt(60));
      Action allowed = action == Action.BLOCK ? Action.PAUSE : action;
      return Rule.burn(burn, allowed, List.of(), Resume.MANUAL, mode);
    }
    List<Integer> warnAt = random.nextBoolean() ? List.of(80) : List.of(33, 50);
    if (random.nextInt(4) == 0) {
      Period period = CALENDAR.get(random.nextInt(CALENDAR.size()));
      long most = random.nextInt(5);
      return new Rule(period, null, most, action, warnAt, List.of(), Resume.MANUAL, mode);
    }
    List<Period> periods = total ? CALENDAR : List.of(Period.values());
    Period period = periods.get(random.nextInt(periods.size()));
    Usd limit = Usd.ofNanos(1 + random.nextInt(60));
    return new Rule(period, limit, null, action, warnAt, List.of(), Resume.MANUAL, mode);
  }

  static List<Past> past(Random random, boolean total) {
    List<Past> past = new ArrayList<>();
    for (AgentAddress agent :
        total
            ? new AgentAddress[] {null}
            : new AgentAddress[] {TestRehearsal.BOT, TestRehearsal.OTHER}) {
      List<Past.Created> intents = new ArrayList<>();
      Instant at = Instant.parse("2026-11-28T00:00:00Z").plusSeconds(900L * random.nextInt(200));
      for (int i = 0; i < 60; i++) {
        at = at.plusSeconds(900L * random.nextInt(random.nextInt(5) == 0 ? 90 : 3));
        boolean opens = intents.isEmpty() || random.nextInt(3) == 0;
        if (opens) {
          UUID id = new UUID(random.nextLong(), random.nextLong());
          UUID root = intents.isEmpty() || random.nextBoolean() ? id : any(random, intents).root();
          String task = random.nextBoolean() ? null : "ticket-" + random.nextInt(3);
          boolean tracked = task != null && random.nextInt(3) == 0;
          intents.add(new Past.Created(at, agent, id, root, task, tracked));
          past.add(intents.get(intents.size() - 1));
        }
        for (int n = random.nextInt(4); n > 0; n--) {
          Past.Created of = any(random, intents);
          boolean own = random.nextInt(4) == 0;
          Usd amount = Usd.ofNanos(random.nextInt(random.nextInt(6) == 0 ? 90 : 12));
          past.add(
              own
                  ? new Past.Spent(at, agent, null, null, null, false, amount)
                  : new Past.Spent(
                      at, agent, of.intent(), of.root(), of.task(), of.tracked(), amount));
        }
      }
    }
    return inOrder(past);
  }

  private static Past.Created any(Random random, List<Past.Created> intents) {
    return intents.get(random.nextInt(intents.size()));
  }

  /** In a quarter what was created comes first; agents stay one after the other. */
  private static List<Past> inOrder(List<Past> past) {
    List<Past> ordered = new ArrayList<>();
    for (int i = 0; i < past.size(); ) {
      int end = i;
      while (end < past.size()
          && past.get(end).quarter().equals(past.get(i).quarter())
          && Objects.equals(past.get(end).agent(), past.get(i).agent())) {
        end++;
      }
      List<Past> quarter = past.subList(i, end);
      quarter.stream().filter(each -> each instanceof Past.Created).forEach(ordered::add);
      quarter.stream().filter(each -> each instanceof Past.Spent).forEach(ordered::add);
      i = end;
    }
    return ordered;
  }
}
