package dev.purser.api.pages.alerts;

import dev.purser.api.pages.session.Visit;
import dev.purser.ledger.alerts.Alert;

/** One alert, whether it is open or not: where the message about it leads. */
public final class OneAlertView extends AlertCards {
  private final Alert alert;

  OneAlertView(Visit visit, Alert alert) {
    super("alert.ftlh", visit, "Alert " + alert.id());
    this.alert = alert;
  }

  /** The alert. */
  public Alert alert() {
    return alert;
  }
}
