package dev.purser.ledger.preview;

import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Crossing;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up what decisions come to. */
final class Seen {
  private final List<AtOnce.Stopped> stopped = new ArrayList<>();
  private final Map<AtOnce.Narrow, Integer> narrow = new HashMap<>();
  private final Map<String, Set<String>> incidentsOf = new HashMap<>();

  /** One rule looked at one account of the agent. */
  void add(AccountKey agent, AccountKey account, Rule rule, Decision decision) {
    boolean reached =
        decision.crossings().stream().anyMatch(Crossing::isLimit)
            || decision.directive() != Directive.CONTINUE;
    boolean acts =
        decision.directive() != Directive.CONTINUE
            || decision.crossings().stream().anyMatch(one -> one.isLimit() && one.at().enforced());
    Action action = acts ? rule.action() : Action.ALERT;
    boolean wide = rule.period().isCalendar();
    if (reached && !wide) {
      narrow.merge(new AtOnce.Narrow(rule.period(), action), 1, Integer::sum);
    } else if (reached && action != Action.ALERT) {
      stopped.add(new AtOnce.Stopped(account, action));
    }
    if (!decision.crossings().isEmpty()) {
      String incident = (wide ? account : agent) + " " + rule.key();
      rule.addressees()
          .forEach(
              addressee ->
                  incidentsOf.computeIfAbsent(addressee, one -> new HashSet<>()).add(incident));
    }
  }

  AtOnce result(boolean complete) {
    return new AtOnce(
        stopped,
        narrow,
        new LinkedHashSet<>(incidentsOf.keySet()),
        incidentsOf.values().stream().mapToInt(Set::size).max().orElse(0),
        complete);
  }
}
