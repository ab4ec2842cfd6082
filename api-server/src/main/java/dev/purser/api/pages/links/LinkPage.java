package dev.purser.api.pages.links;

import dev.purser.api.agents.AgentActs;
import dev.purser.api.auth.Open;
import dev.purser.api.auth.Page;
import dev.purser.api.http.Problem;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.ProblemMapper;
import dev.purser.api.intents.IntentActs;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.keys.Secrets;
import dev.purser.ledger.messages.SignedLinks;
import dev.purser.ledger.messages.SignedLinks.Link;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a signed link of a message opens: a page that says what it would do and asks. A mail
 * scanner's GET changes nothing; the same link used twice grants once.
 */
@Page
@Path("/link/{token}")
@Produces(Templates.HTML)
public final class LinkPage {
  private static final int GONE = 410;

  /** A link knows of its alert alone, and never overrules a person. */
  private static final Instant KNOWN_UNTIL = Instant.EPOCH;

  private final Ledger ledger;
  private final AgentActs agents;
  private final IntentActs intents;
  private final Clock clock;

  public LinkPage(Ledger ledger, AgentActs agents, IntentActs intents, Clock clock) {
    this.ledger = ledger;
    this.agents = agents;
    this.intents = intents;
    this.clock = clock;
  }

  @GET
  @Open
  public LinkView show(@PathParam("token") String token, @Context Visit visit) {
    Link link = open(token);
    Alert alert = alert(link);
    return new LinkView(visit, token, link, alert, null, over(link, alert), byNow(alert));
  }

  @POST
  @Open
  public Response act(@PathParam("token") String token, @Context Form form, @Context Visit visit) {
    Link link = open(token);
    Alert alert = alert(link);
    try {
      String said = act(token, link, alert, Objects.requireNonNullElse(form.text("reason"), ""));
      return Response.ok(new LinkView(visit, token, link, alert, said, null, null)).build();
    } catch (ProblemException | Refused e) {
      Problem problem = ProblemMapper.problem(e);
      return Response.status(problem.status())
          .entity(new LinkView(visit, token, link, alert, null, problem.detail(), byNow(alert)))
          .build();
    }
  }

  private Link open(String token) {
    SignedLinks.Opened opened = ledger.signedLinks().open(token, clock.instant());
    if (opened instanceof SignedLinks.Ok ok) {
      return ok.link();
    }
    if (opened instanceof SignedLinks.Expired) {
      throw gone("This link has expired. Sign in to act, or wait for the next message.");
    }
    throw ProblemException.notFound("not_found", "This link is not one that Purser has made.");
  }

  private static ProblemException gone(String words) {
    return new ProblemException(Problem.of(GONE, "link_expired", words, List.of(), Map.of()));
  }

  private Alert alert(Link link) {
    return ledger
        .alerts()
        .find(link.alertId())
        .orElseThrow(() -> gone("What this link is about is not on record any more."));
  }

  /** Why there is nothing to do any more; null: there is. */
  private @Nullable String over(Link link, Alert alert) {
    boolean holds =
        link.act() != SignedLinks.Act.RESUME
            || alert.taken() == Alert.Taken.BLOCKED
            || ledger.alertContexts().isHeld(alert);
    return holds ? null : "Nothing waits because of this alert any more: it was resumed already.";
  }

  /** What the alert's window has by now; null: no more, or it is a rate or a number of intents. */
  private @Nullable Usd byNow(Alert alert) {
    boolean noSum = alert.rule().burn() != null || alert.rule().maxIntents() != null;
    return noSum ? null : ledger.alertContexts().of(alert).byNow(alert);
  }

  private String act(String token, Link link, Alert alert, String words) {
    String over = over(link, alert);
    if (over != null) {
      throw ProblemException.conflict(over);
    }
    String actor = "link to " + link.addressee();
    String reason = words.isEmpty() ? "by a link of the message about alert " + alert.id() : words;
    return switch (link.act()) {
      case ACKNOWLEDGE -> {
        String comment = words.isEmpty() ? null : words;
        int seen = ledger.incidents().acknowledge(alert.incidentId(), comment, actor);
        yield seen > 1 ? seen + " alerts are acknowledged." : "The alert is acknowledged.";
      }
      case RESUME -> resume(token, link, alert, actor, reason);
      case KILL -> kill(alert, actor, reason);
    };
  }

  private String resume(String token, Link link, Alert alert, String actor, String reason) {
    String key = "link-" + HexFormat.of().formatHex(Secrets.hash(token));
    UUID intent = intentOf(alert);
    String more = link.usd() == null ? "" : ", with " + Shown.of(link.usd()) + " more";
    if (intent != null) {
      String status =
          intents.resume(intent, link.usd(), key, KNOWN_UNTIL, actor, reason).told().status();
      return "The intent is " + status + more + ".";
    }
    AgentAddress agent = agentOf(alert);
    String status =
        agents.resume(agent, link.usd(), key, KNOWN_UNTIL, actor, reason).told().status();
    return agent.displayName() + " is " + status + more + ".";
  }

  private String kill(Alert alert, String actor, String reason) {
    UUID intent = intentOf(alert);
    if (intent != null) {
      return "The intent is " + intents.kill(intent, actor, reason).status() + ".";
    }
    AgentAddress agent = agentOf(alert);
    return agent.displayName() + " is " + agents.kill(agent, actor, reason).status() + ".";
  }

  /** The intent that a link of this alert is about; null: it is about the agent. */
  static @Nullable UUID intentOf(Alert alert) {
    return switch (alert.account().kind()) {
      case INTENT, TASK, TREE -> alert.intentId();
      case AGENT, SCOPE -> null;
    };
  }

  private static AgentAddress agentOf(Alert alert) {
    if (alert.agent() == null) {
      throw gone("It is not known any more whose alert this was.");
    }
    return new AgentAddress(alert.agent());
  }
}
