package dev.purser.api.reports;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.CsvLines;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Gives;
import dev.purser.api.reports.ReportAnswers.AgentLine;
import dev.purser.api.reports.ReportAnswers.AgentTable;
import dev.purser.api.reports.ReportAnswers.CostLine;
import dev.purser.api.reports.ReportAnswers.Costs;
import dev.purser.api.reports.ReportAnswers.ModelLine;
import dev.purser.api.reports.ReportAnswers.Models;
import dev.purser.api.reports.ReportAnswers.WhatIfAnswer;
import dev.purser.api.reports.TrendAnswers.Trends;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.Page;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.reports.AgentRow;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.CostTable;
import dev.purser.ledger.reports.Dimension;
import dev.purser.ledger.reports.ModelsReport;
import dev.purser.ledger.reports.Reports;
import dev.purser.ledger.reports.Trend;
import dev.purser.ledger.reports.WhatIf;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the money went. */
@Path("/v1")
@Produces({MediaType.APPLICATION_JSON, ReportsResource.CSV})
@Tag(name = "Reports")
public final class ReportsResource {
  static final String CSV = "text/csv";

  private static final MediaType CSV_TYPE = MediaType.valueOf(CSV);
  private static final List<Variant> COSTS =
      Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, CSV_TYPE).build();

  private final Reports reports;
  private final Clock clock;

  public ReportsResource(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @GET
  @Path("/reports/agents")
  @Needs(Role.OPERATOR)
  @Operation(
      summary = "The table: each agent's day, week, month, limit and status",
      description = "Sums are of what was taken in a window, as limits count it.")
  public AgentTable agents(
      @QueryParam("at") @Nullable String at,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    Page<AgentRow> page = reports.agents(Values.time("at", at), Values.limit(limit), cursor);
    return new AgentTable(true, page.items().stream().map(AgentLine::of).toList(), page.next());
  }

  @GET
  @Path("/reports/trends")
  @Needs(Role.AGENT)
  @Operation(
      summary = "What each agent spent in each of the last 24 hours, and holds reserved",
      description = "By when calls were made.")
  public Trends trends(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context Caller caller) {
    Instant now = clock.instant();
    return Trends.of(
        Trend.start(now), reports.trends(of(agent, caller), now, Values.limit(limit), cursor));
  }

  @GET
  @Path("/reports/costs")
  @Needs(Role.AGENT)
  @Operation(
      summary = "Costs by agent, model, intent, intent_type, task, hour, day, month, tag:KEY",
      description =
          "By when calls were made. As CSV it is every row, streamed, unless limit says otherwise.")
  @Gives(Costs.class)
  public Response costs(
      @QueryParam("group_by") @Nullable String groupBy,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("model") @Nullable String model,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context Request request,
      @Context Caller caller) {
    List<Dimension> dimensions =
        Objects.requireNonNullElse(Values.query("group_by", groupBy, Dimension::parse), List.of());
    TimeWindow span = span(from, to);
    CostQuery query =
        new CostQuery(
            dimensions,
            span.start(),
            span.end(),
            of(agent, caller),
            Values.text("model", model),
            reports.zone());
    int most = Values.limit(limit);
    Variant type = request.selectVariant(COSTS);
    boolean csv = type != null && type.getMediaType().equals(CSV_TYPE);
    if (csv && Values.text("limit", limit) == null) {
      return Response.ok(new CostsCsv(reports, query, cursor), CsvLines.MEDIA_TYPE).build();
    }
    return Response.ok(costs(query, most, cursor), csv ? CSV_TYPE : MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  private Costs costs(CostQuery query, int limit, @Nullable String cursor) {
    List<String> names = query.groupBy().stream().map(Dimension::name).toList();
    CostTable table = reports.costs(query, limit, cursor);
    Page<CostRow> page = table.rows();
    Usd total = table.total().cost();
    return new Costs(
        true,
        page.items().stream().map(row -> CostLine.of(names, row, total)).toList(),
        total,
        table.total().assumed(),
        reports.zone().getId(),
        page.next(),
        names);
  }

  @GET
  @Path("/reports/models")
  @Needs(Role.AGENT)
  @Operation(
      summary = "Costs of the dearest 1,000 models, with each one's share; today when left out")
  public Models models(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @Context Caller caller) {
    TimeWindow span = span(from, to);
    ModelsReport report = reports.models(of(agent, caller), span.start(), span.end());
    return new Models(
        true,
        report.models().stream().map(ModelLine::of).toList(),
        report.total(),
        report.assumed());
  }

  @GET
  @Path("/reports/what-if")
  @Needs(Role.AGENT)
  @Operation(summary = "What a share of one model's calls would have cost with another")
  public WhatIfAnswer whatIf(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("from_model") @Nullable String fromModel,
      @QueryParam("to_model") @Nullable String toModel,
      @QueryParam("share") @Nullable String share,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @Context Caller caller) {
    TimeWindow span = span(from, to);
    WhatIf answer =
        reports.whatIf(
            of(agent, caller),
            required("from_model", fromModel),
            required("to_model", toModel),
            Objects.requireNonNullElse(
                Values.query("share", share, ReportsResource::share), BigDecimal.ONE),
            span.start(),
            span.end());
    return new WhatIfAnswer(
        true, answer.cost(), answer.wouldCost(), answer.saving(), answer.notRepriced());
  }

  private static String required(String name, @Nullable String value) {
    String read = Values.text(name, value);
    if (read == null) {
      throw new InvalidFieldException(name, "is required");
    }
    return read;
  }

  private static BigDecimal share(String text) {
    if (!text.matches("0?\\.[0-9]{1,9}|1(\\.0{1,9})?") || new BigDecimal(text).signum() == 0) {
      throw new IllegalArgumentException("must be above 0 and at most 1, like 0.5");
    }
    return new BigDecimal(text);
  }

  /** Without from it is today. */
  private TimeWindow span(@Nullable String from, @Nullable String to) {
    TimeWindow today = Windows.at(Period.DAY, reports.zone(), clock.instant());
    Instant start = Objects.requireNonNullElse(Values.time("from", from), today.start());
    Instant end = Objects.requireNonNullElse(Values.time("to", to), today.end());
    if (!start.isBefore(end)) {
      throw new InvalidFieldException("to", "must be after from");
    }
    return new TimeWindow(start, end);
  }

  private static @Nullable AgentAddress of(@Nullable String agent, Caller caller) {
    AgentAddress named = Values.agent(agent);
    if (named == null) {
      return caller.agent();
    }
    caller.requireMayActFor(named);
    return named;
  }
}
