package dev.purser.api.pages.alerts;

import dev.purser.api.pages.session.Visit;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Page;
import dev.purser.ledger.alerts.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of alerts; those that belong together are one. */
public final class AlertsView extends AlertCards {
  private final Page<Incident> page;
  private final @Nullable AgentAddress agent;
  private final boolean all;

  AlertsView(Visit visit, Page<Incident> page, @Nullable AgentAddress agent, boolean all) {
    super("alerts.ftlh", visit, "Alerts");
    this.page = page;
    this.agent = agent;
    this.all = all;
  }

  /** The one with the newest alert first. */
  public List<Incident> incidents() {
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
}
