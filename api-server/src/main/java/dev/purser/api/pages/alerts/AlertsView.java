package dev.purser.api.pages.alerts;

import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.Rule;
import dev.purser.ledger.Page;
import dev.purser.ledger.alerts.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of alerts. */
public final class AlertsView extends PageView {
  private final Page<Alert> page;
  private final @Nullable AgentAddress agent;
  private final boolean all;

  AlertsView(Visit visit, Page<Alert> page, @Nullable AgentAddress agent, boolean all) {
    super("alerts.ftlh", visit, "Alerts", "alerts");
    this.page = page;
    this.agent = agent;
    this.all = all;
  }

  /** The newest first. */
  public List<Alert> alerts() {
    return page.items();
  }

  /** What leads to those before; null: there are none. */
  public @Nullable String older() {
    return page.next();
  }

  /** Whose alone; null: of all agents. */
  public @Nullable AgentAddress agent() {
    return agent;
  }

  /** Whether acknowledged ones are shown too. */
  public boolean all() {
    return all;
  }

  /** What was reached, in words. */
  public String headline(Alert alert) {
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
  public String mood(Alert alert) {
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
  public boolean isOfPrice(Alert alert) {
    return alert.threshold() == 0;
  }
}
