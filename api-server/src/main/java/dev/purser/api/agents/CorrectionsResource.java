package dev.purser.api.agents;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Futures;
import dev.purser.api.http.Keys;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Posts correcting entries by hand. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices and corrections")
public final class CorrectionsResource {
  private final Intake intake;
  private final Subjects subjects;

  public CorrectionsResource(Intake intake, Subjects subjects) {
    this.intake = intake;
    this.subjects = subjects;
  }

  /** What was posted, and the sums after it. */
  public record Corrected(
      boolean ok,
      AgentAddress agent,
      @Nullable UUID intentId,
      Usd amountUsd,
      Usd todayUsd,
      @Nullable Usd intentCostUsd,
      boolean duplicate) {}

  @POST
  @Path("/mesh/corrections")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(summary = "Post a correcting entry; nothing is released by it")
  @Takes(AgentRequests.Correction.class)
  public Corrected correct(
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller) {
    Fields fields = Body.of(body);
    UUID intent = fields.uuid("intent_id");
    AgentAddress agent = subjects.agent(fields, intent, caller);
    Usd amount =
        fields.require(
            "amount_usd", fields.usd("amount_usd", Fields.MAX_REPORT.negated(), Fields.MAX_REPORT));
    Outcome.Reported posted =
        Futures.get(
            intake.submit(
                new Request.Correct(
                    agent,
                    intent,
                    fields.text("report_id", 200),
                    amount,
                    Keys.orRandom(key),
                    caller.name(),
                    fields.require("reason", fields.text("reason")))));
    Outcome.IntentStanding standing = posted.intent();
    return new Corrected(
        true,
        agent,
        intent,
        amount,
        posted.agent().today(),
        standing == null ? null : standing.cost(),
        posted.duplicate());
  }
}
