package dev.purser.api.policies;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Action;
import dev.purser.domain.window.Period;
import dev.purser.ledger.preview.AtOnce;
import java.util.ArrayList;
import java.util.List;

/** What setting a policy does at once, in a sentence. */
final class AtOnceText {
  private static final int MOST_NAMED = 3;

  private AtOnceText() {}

  /**
   * For example: pauses code-reviewer at once, 723 intents are over it, one message to 2 people.
   */
  static String sentence(AtOnce effect) {
    List<String> parts = new ArrayList<>();
    for (Action action : new Action[] {Action.KILL, Action.PAUSE, Action.BLOCK}) {
      List<String> names =
          effect.stopped().stream()
              .filter(one -> one.action() == action)
              .map(one -> name(one.account()))
              .distinct()
              .sorted()
              .toList();
      if (!names.isEmpty()) {
        parts.add(verb(action) + " " + listed(names) + " at once");
      }
    }
    for (Period period : new Period[] {Period.INTENT, Period.TASK, Period.TREE}) {
      for (Action action : new Action[] {Action.KILL, Action.PAUSE, Action.BLOCK, Action.ALERT}) {
        Integer count = effect.narrow().get(new AtOnce.Narrow(period, action));
        if (count != null) {
          parts.add(narrow(count + " " + period.wire() + (count == 1 ? "" : "s"), count, action));
        }
      }
    }
    if (!effect.addressees().isEmpty()) {
      parts.add(messages(effect.messages()) + " to " + people(effect.addressees().size()));
    }
    if (parts.isEmpty()) {
      return "stops nothing and tells nobody at once";
    }
    return String.join(", ", parts) + (effect.complete() ? "" : ", of the first 500 agents alone");
  }

  private static String name(AccountKey account) {
    if (account.kind() == AccountKind.SCOPE) {
      return "all agents of " + new Scope(account.name());
    }
    return new AgentAddress(account.name()).displayName();
  }

  private static String listed(List<String> names) {
    return names.size() <= MOST_NAMED ? String.join(", ", names) : names.size() + " agents";
  }

  private static String verb(Action action) {
    return switch (action) {
      case KILL -> "kills";
      case PAUSE -> "pauses";
      case BLOCK -> "blocks new work of";
      case ALERT -> "tells of";
    };
  }

  private static String narrow(String what, int count, Action action) {
    return switch (action) {
      case KILL -> "cancels " + what;
      case PAUSE -> "parks " + what;
      case BLOCK, ALERT -> what + (count == 1 ? " is" : " are") + " over it";
    };
  }

  private static String messages(int count) {
    return count == 1 ? "one message" : "up to " + count + " messages";
  }

  private static String people(int count) {
    return count == 1 ? "one person" : count + " people";
  }
}
