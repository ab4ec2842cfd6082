package dev.purser.api.alerts;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Takes;
import dev.purser.ledger.Page;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.alerts.Alerts;
import dev.purser.ledger.alerts.Incidents;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows alerts and takes note of who has seen them. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
public final class AlertsResource {
  private final Alerts alerts;
  private final Incidents incidents;

  public AlertsResource(Alerts alerts, Incidents incidents) {
    this.alerts = alerts;
    this.incidents = incidents;
  }

  /** A part of a list. */
  public record Many(boolean ok, List<AlertView> alerts, @Nullable String nextCursor) {}

  /** One alert. */
  public record One(boolean ok, AlertView alert) {}

  @GET
  @Path("/alerts")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Every threshold and limit that was reached, the newest first")
  public Many list(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("open") @Nullable String open,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    Page<Alert> page = alerts.list(Values.agent(agent), open(open), Values.limit(limit), cursor);
    return new Many(true, page.items().stream().map(AlertView::of).toList(), page.next());
  }

  private static @Nullable Boolean open(@Nullable String text) {
    return Values.query(
        "open",
        text,
        t -> {
          if (!t.equals("true") && !t.equals("false")) {
            throw new IllegalArgumentException("must be true or false");
          }
          return Boolean.valueOf(t);
        });
  }

  @POST
  @Path("/alerts/{alert_id}/acknowledge")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(summary = "Note that someone has seen an alert")
  @Takes(AlertRequests.Acknowledge.class)
  public One acknowledge(
      @PathParam("alert_id") String id, @Nullable Body body, @Context Caller caller) {
    if (!id.matches("[0-9]{1,18}")) {
      throw ProblemException.notFound("alert_not_found", "there is no alert " + id);
    }
    Fields fields = Body.of(body);
    String comment = fields.text("comment");
    boolean all = fields.flag("all");
    Alert alert = alerts.acknowledge(Long.parseLong(id), comment, caller.name());
    if (all) {
      incidents.acknowledge(alert.incidentId(), comment, caller.name());
    }
    return new One(true, AlertView.of(alert));
  }
}
