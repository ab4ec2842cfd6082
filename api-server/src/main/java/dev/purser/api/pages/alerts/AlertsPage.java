package dev.purser.api.pages.alerts;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.alerts.Alerts;
import dev.purser.ledger.alerts.Incidents;
import dev.purser.ledger.keys.ApiKey.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Every threshold and limit that was reached; whoever has seen one says so. */
@Page
@Path("/alerts")
@Produces(Templates.HTML)
public final class AlertsPage {
  private static final int ON_A_PAGE = 50;
  private static final int LONGEST_COMMENT = 1_000;

  private final Alerts alerts;
  private final Incidents incidents;
  private final Cookies cookies;

  public AlertsPage(Alerts alerts, Incidents incidents, Cookies cookies) {
    this.alerts = alerts;
    this.incidents = incidents;
    this.cookies = cookies;
  }

  @GET
  @Needs(Role.AGENT)
  public AlertsView show(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("show") @Nullable String show,
      @QueryParam("cursor") @Nullable String cursor,
      @Context Visit visit) {
    Caller caller = visit.known();
    AgentAddress of = Values.agent(agent);
    if (of == null) {
      of = caller.agent();
    } else {
      caller.requireMayActFor(of);
    }
    boolean all = "all".equals(show);
    return new AlertsView(
        visit, incidents.list(of, all ? null : Boolean.TRUE, ON_A_PAGE, cursor), of, all);
  }

  /** The alert by itself, for as long as it is on record. */
  @GET
  @Path("{id}")
  @Needs(Role.AGENT)
  public OneAlertView one(@PathParam("id") String id, @Context Visit visit) {
    Alert alert = isId(id) ? alerts.find(Long.parseLong(id)).orElse(null) : null;
    if (alert == null) {
      throw notFound(id);
    }
    Caller caller = visit.known();
    if (alert.agent() == null) {
      caller.requireOperator("an alert of no agent");
    } else {
      caller.requireMayActFor(new AgentAddress(alert.agent()));
    }
    return new OneAlertView(
        visit, alert, incidents.find(alert.incidentId(), caller.agent()).orElseThrow());
  }

  private static boolean isId(String text) {
    return text.matches("[0-9]{1,18}");
  }

  private static ProblemException notFound(String id) {
    return ProblemException.notFound("alert_not_found", "there is no alert " + id);
  }

  @POST
  @Needs(Role.OPERATOR)
  public Response acknowledge(@Context Form form, @Context Visit visit) {
    String alert = form.textOrEmpty("alert");
    String incident = form.textOrEmpty("incident");
    String comment = form.text("comment");
    String id = incident.isEmpty() ? alert : incident;
    if (!isId(id)) {
      throw notFound(id);
    }
    if (comment != null && comment.length() > LONGEST_COMMENT) {
      throw ProblemException.invalid(
          "comment", "must have at most " + LONGEST_COMMENT + " characters");
    }
    int seen = 1;
    if (incident.isEmpty()) {
      alerts.acknowledge(Long.parseLong(id), comment, visit.known().name());
    } else {
      seen = incidents.acknowledge(Long.parseLong(id), comment, visit.known().name());
    }
    String said = seen == 1 ? "The alert is acknowledged." : seen + " alerts are acknowledged.";
    return Response.seeOther(back(form.textOrEmpty("back"))).cookie(cookies.flash(said)).build();
  }

  /** To the page that the form stood on: the list, of the open ones or of all, or one alert's. */
  private static URI back(String page) {
    return URI.create(
        isId(page) ? "/alerts/" + page : page.equals("all") ? "/alerts?show=all" : "/alerts");
  }
}
