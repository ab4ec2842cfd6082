package dev.purser.api.pages.alerts;

import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.domain.policy.Rule;
import dev.purser.ledger.alerts.Alert;

/** A page that shows alerts as cards, and what the cards say. */
public abstract class AlertCards extends PageView {
  AlertCards(String template, Visit visit, String title) {
    super(template, visit, title, "alerts");
  }

  /** What was reached, in words. */
  public final String headline(Alert alert) {
    if (isOfPrice(alert)) {
      return "A model without a price was seen";
    }
    if (alert.threshold() < Rule.LIMIT) {
      return alert.threshold() + " % of a limit";
    }
    return switch (alert.taken()) {
      case ALERTED -> "A limit was reached";
      case OBSERVED -> "A limit was reached that is only observed";
      case BLOCKED -> "A limit was reached: new work is blocked";
      case PAUSED -> "A limit was reached: paused";
      case KILLED -> "A limit was reached: killed";
    };
  }

  /** How it looks: killed, paused, or empty where nothing was stopped. */
  public final String mood(Alert alert) {
    if (alert.threshold() < Rule.LIMIT) {
      return "";
    }
    return switch (alert.taken()) {
      case KILLED -> "killed";
      case PAUSED, BLOCKED -> "paused";
      case ALERTED, OBSERVED -> "";
    };
  }

  /** Whether it is about a model that has no price rather than about a limit. */
  public final boolean isOfPrice(Alert alert) {
    return alert.threshold() == 0;
  }
}
