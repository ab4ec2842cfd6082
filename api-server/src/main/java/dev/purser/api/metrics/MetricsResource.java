package dev.purser.api.metrics;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.authorizations.AuthorizedView;
import dev.purser.api.heartbeat.HealthBook;
import dev.purser.api.http.Answers;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Keys;
import dev.purser.api.http.Problem;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.ProblemMapper;
import dev.purser.api.openapi.Gives;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
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
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/** Takes cost reports. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Cost")
public final class MetricsResource {
  private static final int MAX_REPORTS = 1000;
  private static final int ACCEPTED = 202;

  private final Intake intake;
  private final ReportReader reader;
  private final HealthBook health;
  private final Answers answers;
  private final Clock clock;
  private final DoubleAdder pastLimit;

  /** {@code pastLimit} adds up how much of what came late lies past a limit, in dollars. */
  public MetricsResource(
      Intake intake,
      ReportReader reader,
      HealthBook health,
      Answers answers,
      Clock clock,
      DoubleAdder pastLimit) {
    this.intake = intake;
    this.reader = reader;
    this.health = health;
    this.answers = answers;
    this.clock = clock;
    this.pastLimit = pastLimit;
  }

  /** One report of a request: what Intake will say, or why it never got there. */
  private record Sent(@Nullable String id, CompletableFuture<Outcome.Reported> outcome) {}

  @POST
  @Path("/mesh/metrics")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(
      summary = "Report cost",
      description =
          "One report or {reports: […]} of up to 1,000; answered once the ledger has it durably.")
  @Takes({MetricsRequests.Report.class, MetricsRequests.Many.class})
  @Gives(value = ReportsView.class, status = MetricsResource.ACCEPTED)
  public void report(
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller,
      @Suspended AsyncResponse response) {
    Fields fields = Body.of(body);
    List<Fields> list = fields.objects("reports", MAX_REPORTS);
    Instant now = clock.instant();
    if (list == null) {
      Request.Report report = reader.read(fields, caller, Keys.checked(key), now);
      answers.send(intake.submit(report), this::one, response);
    } else {
      fields.requireOnly(Set.of("reports"));
      List<Sent> sent = list.stream().map(report -> submit(report, caller, now)).toList();
      CompletableFuture<?> all =
          CompletableFuture.allOf(
              sent.stream().map(Sent::outcome).toArray(CompletableFuture<?>[]::new));
      answers.send(all.handle((done, failed) -> sent), this::many, response);
    }
  }

  private Sent submit(Fields report, Caller caller, Instant now) {
    try {
      Request.Report request = reader.read(report, caller, null, now);
      return new Sent(request.generatedId() ? null : request.reportId(), intake.submit(request));
    } catch (RuntimeException e) {
      String id = report.json().path("report_id").textValue();
      return new Sent(id, CompletableFuture.failedFuture(e));
    }
  }

  private void count(Outcome.Reported outcome) {
    if (outcome.late() != null && !outcome.duplicate()) {
      pastLimit.add(outcome.late().toBigDecimal().doubleValue());
    }
  }

  private Response one(Outcome.Reported outcome) {
    count(outcome);
    Outcome.IntentStanding intent = outcome.intent();
    Outcome.AgentStanding agent = outcome.agent();
    ReportsView view =
        new ReportsView(
            true,
            outcome.duplicate() ? 0 : 1,
            outcome.duplicate() ? 1 : 0,
            List.of(),
            outcome.directive(),
            intent == null ? List.of() : List.of(ReportsView.IntentLine.of(intent)),
            List.of(ReportsView.AgentLine.of(agent, health.of(agent.agent(), agent.status()))),
            AuthorizedView.of(outcome.next()),
            outcome.late() == null ? null : true,
            outcome.late(),
            outcome.reportId(),
            intent == null ? null : intent.intentId(),
            intent == null ? agent.status().name() : intent.status().name(),
            outcome.charged(),
            outcome.assumed() ? true : null,
            outcome.overAuthorized().isPositive() ? outcome.overAuthorized() : null,
            intent == null ? null : intent.cost(),
            agent.today(),
            intent == null ? agent.remaining() : intent.remaining());
    return Response.status(ACCEPTED).entity(view).build();
  }

  private Response many(List<Sent> sent) {
    List<ReportsView.Rejected> rejected = new ArrayList<>();
    Map<UUID, Outcome.IntentStanding> intents = new LinkedHashMap<>();
    Map<Object, Outcome.AgentStanding> agents = new LinkedHashMap<>();
    Directive directive = Directive.CONTINUE;
    int duplicates = 0;
    Usd late = null;
    Problem away = null;
    for (int i = 0; i < sent.size(); i++) {
      CompletableFuture<Outcome.Reported> done = sent.get(i).outcome();
      if (done.isCompletedExceptionally()) {
        Problem problem = ProblemMapper.problem(failure(done));
        away = problem.error().retryable() ? problem : away;
        rejected.add(rejected(i, sent.get(i).id(), problem));
        continue;
      }
      Outcome.Reported outcome = done.join();
      duplicates += outcome.duplicate() ? 1 : 0;
      directive = directive.or(outcome.directive());
      count(outcome);
      late = sum(late, outcome.late());
      agents.merge(outcome.agent().agent(), outcome.agent(), MetricsResource::newer);
      Outcome.IntentStanding intent = outcome.intent();
      if (intent != null) {
        intents.merge(intent.intentId(), intent, MetricsResource::newer);
      }
    }
    int accepted = sent.size() - rejected.size() - duplicates;
    if (away != null && accepted + duplicates == 0) {
      throw new ProblemException(away);
    }
    return Response.status(ACCEPTED)
        .entity(view(accepted, duplicates, rejected, directive, late, intents, agents))
        .build();
  }

  private static @Nullable Usd sum(@Nullable Usd one, @Nullable Usd other) {
    return one == null || other == null ? (one == null ? other : one) : one.plus(other);
  }

  private ReportsView view(
      int accepted,
      int duplicates,
      List<ReportsView.Rejected> rejected,
      Directive directive,
      @Nullable Usd late,
      Map<UUID, Outcome.IntentStanding> intents,
      Map<Object, Outcome.AgentStanding> agents) {
    return new ReportsView(
        true,
        accepted,
        duplicates,
        rejected,
        directive,
        intents.values().stream().map(ReportsView.IntentLine::of).toList(),
        agents.values().stream()
            .map(agent -> ReportsView.AgentLine.of(agent, health.of(agent.agent(), agent.status())))
            .toList(),
        null,
        late == null ? null : true,
        late,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        agents.values().stream()
            .map(Outcome.AgentStanding::remaining)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }

  private static Throwable failure(CompletableFuture<?> failed) {
    try {
      failed.join();
      throw new IllegalStateException("did not fail");
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static ReportsView.Rejected rejected(int index, @Nullable String id, Problem problem) {
    String prefix = "reports[" + index + "].";
    String field = problem.errors().isEmpty() ? null : problem.errors().get(0).field();
    return new ReportsView.Rejected(
        index,
        id,
        problem.error().code(),
        field != null && field.startsWith(prefix) ? field.substring(prefix.length()) : field,
        problem.detail(),
        problem.error().retryable());
  }

  private static Outcome.IntentStanding newer(Outcome.IntentStanding a, Outcome.IntentStanding b) {
    return b.version() >= a.version() ? b : a;
  }

  private static Outcome.AgentStanding newer(Outcome.AgentStanding a, Outcome.AgentStanding b) {
    return b.version() >= a.version() ? b : a;
  }
}
