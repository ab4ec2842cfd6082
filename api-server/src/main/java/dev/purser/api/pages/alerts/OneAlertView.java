package dev.purser.api.pages.alerts;

import dev.purser.api.pages.session.Visit;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.alerts.Incident;

/** One alert, whether it is open or not: where the message about it leads. */
public final class OneAlertView extends AlertCards {
  private final Alert alert;
  private final Incident incident;

  OneAlertView(Visit visit, Alert alert, Incident incident) {
    super("alert.ftlh", visit, "Alert " + alert.id());
    this.alert = alert;
    this.incident = incident;
  }

  /** What it belongs to. */
  public Incident incident() {
    return incident;
  }

  /** The alert. */
  public Alert alert() {
    return alert;
  }
}
