package dev.purser.api.pages.links;

import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.messages.SignedLinks.Link;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a signed link would do, or has done. */
public final class LinkView extends PageView {
  private final String token;
  private final Link link;
  private final Alert alert;
  private final @Nullable String done;
  private final @Nullable String refused;
  private final @Nullable Usd byNow;

  /**
   * @param done what it came to; null: nothing yet
   * @param refused why it could not be done; null: it was not tried, or done
   * @param byNow what was spent by now; null: no more than when the alert was raised
   */
  LinkView(
      Visit visit,
      String token,
      Link link,
      Alert alert,
      @Nullable String done,
      @Nullable String refused,
      @Nullable Usd byNow) {
    super("link.ftlh", visit, title(link, alert), "");
    this.token = token;
    this.link = link;
    this.alert = alert;
    this.done = done;
    this.refused = refused;
    this.byNow = byNow;
  }

  private static String title(Link link, Alert alert) {
    String agent = alert.agent() == null ? "" : new AgentAddress(alert.agent()).displayName();
    String what = LinkPage.intentOf(alert) == null ? agent : "an intent of " + agent;
    return switch (link.act()) {
      case ACKNOWLEDGE ->
          alert.incidentAlerts() == 1
              ? "Acknowledge the alert"
              : "Acknowledge " + alert.incidentAlerts() + " alerts";
      case RESUME -> "Resume " + what + "?";
      case KILL -> "Kill " + what + "?";
    };
  }

  /** The token, for the form. */
  public String token() {
    return token;
  }

  /** What it says. */
  public Link link() {
    return link;
  }

  /** What it would do: acknowledge, resume or kill. */
  public String act() {
    return link.act().name().toLowerCase(Locale.ROOT);
  }

  /** The alert it came with. */
  public Alert alert() {
    return alert;
  }

  /** Whether it is about one intent rather than its agent. */
  public boolean ofIntent() {
    return LinkPage.intentOf(alert) != null;
  }

  /** What it came to. */
  public @Nullable String done() {
    return done;
  }

  /** What was spent by now, where that is more than the alert says. */
  public @Nullable Usd byNow() {
    return byNow;
  }

  /** Where whoever signs in may do more than this link does. */
  public @Nullable String page() {
    UUID intent = LinkPage.intentOf(alert);
    if (intent != null) {
      return "/intents/" + intent;
    }
    return alert.agent() == null
        ? null
        : "/agents/" + alert.agent().substring(AgentAddress.PREFIX.length());
  }

  /** Why it could not be done. */
  public @Nullable String refused() {
    return refused;
  }
}
