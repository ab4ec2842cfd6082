package dev.purser.activities.messages;

import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Rule;

/** An alert in a line: {@code research-agent paused: $50.01 of $50.00 a day}. */
final class Headline {
  private Headline() {}

  static String of(AlertMessage alert) {
    if (alert.isUnpriced()) {
      return who(alert) + " uses a model without a price: " + Shown.of(alert.spent()) + " so far";
    }
    return who(alert) + " " + what(alert) + ": " + amount(alert) + others(alert);
  }

  private static String others(AlertMessage alert) {
    return alert.incident().isOfMany()
        ? ", and " + (alert.incident().accounts() - 1) + " more"
        : "";
  }

  private static String who(AlertMessage alert) {
    String account = alert.account();
    int colon = account.indexOf(':');
    String kind = colon < 0 ? "" : account.substring(0, colon);
    String name = account.substring(colon + 1);
    return switch (kind) {
      case "agent" -> Words.agent(name);
      case "scope" -> scope(name);
      case "task" -> "Task " + quoted(task(alert, name)) + ofAgent(alert);
      case "intent" -> (alert.task() == null ? "An intent" : quoted(alert.task())) + ofAgent(alert);
      case "tree" -> "An intent with its descendants" + ofAgent(alert);
      default -> OneLine.of(account, 60);
    };
  }

  private static String scope(String scope) {
    if (scope.equals("*")) {
      return "All agents together";
    }
    String prefix = scope.endsWith("/*") ? scope.substring(0, scope.length() - 2) : scope;
    return "All agents of " + OneLine.of(prefix.replaceFirst("^agent://", ""), 60);
  }

  /** A task's account is named after its agent and the task. */
  private static String task(AlertMessage alert, String name) {
    return alert.task() != null ? alert.task() : name.substring(name.indexOf('#') + 1);
  }

  private static String quoted(String name) {
    return "\"" + OneLine.of(name, 60) + "\"";
  }

  private static String ofAgent(AlertMessage alert) {
    return alert.agent() == null ? "" : " of " + Words.agent(alert.agent());
  }

  private static String what(AlertMessage alert) {
    Rule rule = alert.rule();
    boolean atLimit = alert.threshold() >= Rule.LIMIT;
    return switch (alert.actionTaken()) {
      case "alerted" -> atLimit ? "at the limit" : "at " + alert.threshold() + "%";
      case "observed" -> wouldBe(rule);
      default -> OneLine.of(alert.actionTaken(), 20);
    };
  }

  private static String wouldBe(Rule rule) {
    return switch (rule.action()) {
      case ALERT -> "at the limit";
      case BLOCK -> "would be blocked";
      case PAUSE -> "would be paused";
      case KILL -> "would be killed";
    };
  }

  private static String amount(AlertMessage alert) {
    Rule rule = alert.rule();
    String per = " " + Words.per(rule.period());
    if (rule.maxIntents() != null) {
      return Words.intents(rule) + per;
    }
    Usd limit = alert.limit();
    if (rule.burn() != null) {
      return "spending "
          + Shown.of(alert.spent())
          + per
          + ", limit "
          + Shown.of(rule.burn().perHour());
    }
    return Shown.of(alert.spent()) + (limit == null ? "" : " of " + Shown.of(limit)) + per;
  }
}
