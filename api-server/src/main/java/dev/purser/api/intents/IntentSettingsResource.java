package dev.purser.api.intents;

import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Futures;
import dev.purser.api.intents.IntentAnswers.One;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.Intents.IntentChange;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.workflows.intent.Controls;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes an intent's deadline, its attempts and its own limit. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Intents")
public final class IntentSettingsResource {
  private final Ledger ledger;
  private final Workflows workflows;
  private final IntentDesk desk;
  private final Clock clock;

  public IntentSettingsResource(Ledger ledger, Workflows workflows, IntentDesk desk, Clock clock) {
    this.ledger = ledger;
    this.workflows = workflows;
    this.desk = desk;
    this.clock = clock;
  }

  @POST
  @Path("/intents/{id}/controls")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Change deadline and attempts")
  @Takes(IntentRequests.Controls.class)
  public One controls(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    fields.requireNoneBut(Set.of("deadline_at", "max_delivery_attempts"));
    Instant deadline = IntentReader.deadline(fields, clock.instant());
    Long attempts = fields.whole("max_delivery_attempts", 1, IntentReader.MAX_ATTEMPTS);
    Intent intent = desk.requireOpen(id, caller);
    if (deadline == null && attempts == null) {
      return new One(true, desk.view(intent));
    }
    Integer most = attempts == null ? null : attempts.intValue();
    Intent changed = ledger.intents().change(intent.id(), new IntentChange(null, deadline, most));
    workflows.controls(intent.id(), new Controls(deadline, false, most));
    return new One(true, desk.view(changed));
  }

  @POST
  @Path("/intents/{id}/policy")
  @Needs(Role.AGENT)
  @Operation(summary = "Change the intent's own limit")
  @Takes(IntentRequests.Limit.class)
  public One policy(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    fields.requireNoneBut(Set.of("limit_usd"));
    Usd limit = fields.require("limit_usd", fields.usd("limit_usd"));
    Intent intent = desk.requireOpen(id, caller);
    Usd before = intent.limit();
    if (caller.isAgent() && before != null && limit.compareTo(before) > 0) {
      caller.requireOperator("raising a limit");
    }
    desk.requireAllowedLimit(intent.agent(), limit, caller);
    ledger.intents().change(intent.id(), new IntentChange(limit, null, null));
    Futures.get(ledger.intake().submit(new Request.Judge(intent.agent())));
    return new One(true, desk.view(ledger.intents().require(intent.id())));
  }
}
