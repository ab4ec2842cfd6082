package dev.purser.api.reports;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Values;
import dev.purser.api.reports.ReportAnswers.AgentLine;
import dev.purser.api.reports.ReportAnswers.AgentTable;
import dev.purser.api.reports.ReportAnswers.CostLine;
import dev.purser.api.reports.ReportAnswers.Costs;
import dev.purser.api.reports.ReportAnswers.ModelLine;
import dev.purser.api.reports.ReportAnswers.Models;
import dev.purser.api.reports.ReportAnswers.Sums;
import dev.purser.api.reports.ReportAnswers.WhatIfAnswer;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.Page;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.reports.AgentRow;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.Dimension;
import dev.purser.ledger.reports.ModelsReport;
import dev.purser.ledger.reports.Reports;
import dev.purser.ledger.reports.WhatIf;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the money went. */
@Path("/v1")
@Produces({MediaType.APPLICATION_JSON, ReportsResource.CSV})
@Tag(name = "Reports")
public final class ReportsResource {
  static final String CSV = "text/csv";

  private final Reports reports;
  private final Clock clock;

  public ReportsResource(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @GET
  @Path("/reports/agents")
  @Needs(Role.OPERATOR)
  @Operation(summary = "The table: each agent's day, week, month, limit and status")
  public AgentTable agents(
      @QueryParam("at") @Nullable String at,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    Page<AgentRow> page = reports.agents(Values.time("at", at), Values.limit(limit), cursor);
    return new AgentTable(true, page.items().stream().map(AgentLine::of).toList(), page.next());
  }

  @GET
  @Path("/reports/costs")
  @Needs(Role.AGENT)
  @Operation(summary = "Costs by agent, model, intent, intent_type, task, hour, day, tag:KEY")
  public Costs costs(
      @QueryParam("group_by") @Nullable String groupBy,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("model") @Nullable String model,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context Caller caller) {
    List<Dimension> dimensions =
        Objects.requireNonNullElse(Values.query("group_by", groupBy, Dimension::parse), List.of());
    TimeWindow span = span(from, to);
    CostQuery query =
        new CostQuery(
            dimensions, span.start(), span.end(), of(agent, caller), model, reports.zone());
    Page<CostRow> page = reports.costs(query, Values.limit(limit), cursor);
    List<String> names = dimensions.stream().map(Dimension::name).toList();
    return new Costs(
        true,
        page.items().stream().map(row -> line(names, row)).toList(),
        reports.total(query).cost(),
        page.next(),
        names);
  }

  private static CostLine line(List<String> names, CostRow row) {
    Map<String, String> groups = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      groups.put(names.get(i), row.groups().get(i));
    }
    return new CostLine(groups, Sums.of(row.totals()));
  }

  @GET
  @Path("/reports/models")
  @Needs(Role.AGENT)
  @Operation(summary = "Costs by model, with each one's share; today when left out")
  public Models models(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @Context Caller caller) {
    TimeWindow span = span(from, to);
    ModelsReport report = reports.models(of(agent, caller), span.start(), span.end());
    return new Models(true, report.models().stream().map(ModelLine::of).toList(), report.total());
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
