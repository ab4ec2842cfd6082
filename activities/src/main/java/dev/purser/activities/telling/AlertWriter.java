package dev.purser.activities.telling;

import dev.purser.activities.messages.AlertMessage;
import dev.purser.activities.messages.DigestMessage;
import dev.purser.activities.messages.TestMessage;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Projection;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.messages.AlertContext;
import dev.purser.ledger.messages.Claim;
import dev.purser.ledger.messages.SignedLinks;
import dev.purser.ledger.messages.SignedLinks.Act;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts alerts into words that senders carry. */
final class AlertWriter {
  private static final int SHARE_DECIMALS = 4;

  private final String publicUrl;

  /**
   * @param publicUrl where people reach Purser
   */
  AlertWriter(URI publicUrl) {
    this.publicUrl = withoutSlash(publicUrl);
  }

  static String withoutSlash(URI publicUrl) {
    String url = publicUrl.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /**
   * The message about an incident, which shows one alert of it; its links are the addressee's.
   *
   * @param part what of the incident it tells
   */
  AlertMessage alert(
      Alert alert,
      AlertContext context,
      Claim.Part part,
      SignedLinks links,
      String addressee,
      Instant now) {
    return new AlertMessage(
        "alert-" + alert.id(),
        alert.at(),
        alert.account().toString(),
        alert.agent(),
        alert.intentId(),
        alert.task(),
        alert.rule().in(alert.enforced() ? Mode.ENFORCE : Mode.OBSERVE),
        alert.threshold(),
        alert.spent(),
        new AlertMessage.Parts(
            least(context.late(), alert.spent()), least(context.assumed(), alert.spent())),
        alert.limit(),
        context.lastHour(),
        context.stopped() ? null : projectedAt(alert, context.lastHour(), now),
        alert.taken().name().toLowerCase(Locale.ROOT),
        new AlertMessage.Since(context.byNow(alert), context.finishes()),
        where(context),
        new AlertMessage.Incident(
            alert.incidentId(),
            alert.incidentAlerts(),
            context.accounts(),
            part.alerts(),
            part.firstEvent()),
        links(alert, context, links, addressee, now));
  }

  /** More may have come since the alert, whose sum stands beside it. */
  private static Usd least(Usd part, Usd spent) {
    return part.atLeast(spent) ? spent : part;
  }

  /**
   * At the rate of the last hour, unless the window ends before; of an account whose sum never
   * begins anew, as long as Instants last.
   */
  private static @Nullable Instant projectedAt(Alert alert, Usd perHour, Instant now) {
    Usd limit = alert.limit();
    if (limit == null) {
      return null;
    }
    Instant start = alert.windowStart();
    Instant end = alert.windowEnd();
    TimeWindow window =
        start == null || end == null
            ? new TimeWindow(Instant.EPOCH, Instant.MAX)
            : new TimeWindow(start, end);
    return Projection.reachedAt(perHour, alert.spent(), limit, window, now);
  }

  private static List<AlertMessage.Line> where(AlertContext context) {
    return context.parts().stream()
        .map(part -> new AlertMessage.Line(part.what(), part.cost(), share(part, context.total())))
        .toList();
  }

  /** Corrections may leave less in all than in a part. */
  private static BigDecimal share(AlertContext.Part part, Usd total) {
    if (part.cost().atLeast(total)) {
      return BigDecimal.ONE;
    }
    return new BigDecimal(part.cost().exactNanos())
        .divide(new BigDecimal(total.exactNanos()), SHARE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  private AlertMessage.Links links(
      Alert alert, AlertContext context, SignedLinks links, String addressee, Instant now) {
    // Where each alert may be about another intent, no link acts on one of them.
    boolean one = context.accounts() == 1;
    boolean resumes = one && resumable(alert, context);
    Usd more = resumes ? context.grant() : null;
    return new AlertMessage.Links(
        URI.create(publicUrl + "/alerts/" + alert.id()),
        link(alert, Act.ACKNOWLEDGE, null, links, addressee, now),
        resumes ? link(alert, Act.RESUME, more, links, addressee, now) : null,
        more,
        one && context.killable() ? link(alert, Act.KILL, null, links, addressee, now) : null);
  }

  /**
   * What it has stopped; but there is no grant for a scope's sum, nor where intents are counted.
   */
  private static boolean resumable(Alert alert, AlertContext context) {
    boolean stopped =
        switch (alert.taken()) {
          case BLOCKED -> true;
          case PAUSED, KILLED -> context.held();
          case ALERTED, OBSERVED -> false;
        };
    boolean reachable =
        switch (alert.account().kind()) {
          case AGENT -> true;
          case INTENT, TASK, TREE -> alert.intentId() != null;
          case SCOPE -> false;
        };
    return stopped && reachable && alert.limit() != null && alert.rule().maxIntents() == null;
  }

  private URI link(
      Alert alert, Act act, @Nullable Usd usd, SignedLinks links, String addressee, Instant now) {
    return URI.create(
        publicUrl
            + "/link/"
            + links.token(SignedLinks.Link.at(now, alert.id(), act, usd, addressee)));
  }

  /** Several alerts in one. */
  DigestMessage digest(UUID id, List<AlertMessage> alerts, Instant now) {
    return new DigestMessage("digest-" + id, now, alerts, URI.create(publicUrl + "/alerts"));
  }

  /** A test of a channel. */
  TestMessage test(String channel, String actor, Instant now) {
    return new TestMessage(
        "test-" + UUID.randomUUID(), now, channel, actor, URI.create(publicUrl + "/alerts"));
  }
}
