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
  private final Cookies cookies;

  public AlertsPage(Alerts alerts, Cookies cookies) {
    this.alerts = alerts;
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
        visit, alerts.list(of, all ? null : Boolean.TRUE, ON_A_PAGE, cursor), of, all);
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
    return new OneAlertView(visit, alert);
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
    String id = form.textOrEmpty("alert");
    String comment = form.text("comment");
    if (!isId(id)) {
      throw notFound(id);
    }
    if (comment != null && comment.length() > LONGEST_COMMENT) {
      throw ProblemException.invalid(
          "comment", "must have at most " + LONGEST_COMMENT + " characters");
    }
    alerts.acknowledge(Long.parseLong(id), comment, visit.known().name());
    String back =
        switch (form.textOrEmpty("back")) {
          case "all" -> "/alerts?show=all#alert-" + id;
          case "alert" -> "/alerts/" + id;
          default -> "/alerts";
        };
    return Response.seeOther(URI.create(back))
        .cookie(cookies.flash("The alert is acknowledged."))
        .build();
  }
}
