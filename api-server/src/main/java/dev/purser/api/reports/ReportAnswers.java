package dev.purser.api.reports;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.purser.api.agents.SpentView;
import dev.purser.api.http.Csv;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.ledger.reports.AgentRow;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.ModelRow;
import dev.purser.ledger.reports.Reports;
import dev.purser.ledger.reports.Totals;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of reports, as JSON and as CSV. */
public final class ReportAnswers {
  private static final List<String> TOTALS =
      List.of(
          "cost_usd",
          "assumed_usd",
          "calls",
          "unpriced_calls",
          "tokens_in",
          "tokens_out",
          "tokens_cached",
          "tokens_cache_write",
          "tokens_reasoning");

  private ReportAnswers() {}

  private static List<@Nullable Object> cells(@Nullable Object... cells) {
    return new ArrayList<>(Arrays.asList(cells));
  }

  /** The table of agents. */
  public record AgentTable(boolean ok, List<AgentLine> agents, @Nullable String nextCursor)
      implements Csv {
    @Override
    public List<String> csvHeader() {
      return List.of(
          "address",
          "display_name",
          "today_usd",
          "week_usd",
          "month_usd",
          "limit_usd",
          "intents_today",
          "status",
          "burn_usd_per_hour",
          "limit_reached_at",
          "limit_period",
          "limit_spent_usd",
          "limit_rule",
          "today_late_usd",
          "week_late_usd",
          "month_late_usd",
          "today_assumed_usd",
          "week_assumed_usd",
          "month_assumed_usd",
          "timezone");
    }

    @Override
    public List<List<@Nullable Object>> csvRows() {
      return agents.stream()
          .map(
              agent ->
                  cells(
                      agent.address,
                      agent.displayName,
                      agent.spent.todayUsd(),
                      agent.spent.weekUsd(),
                      agent.spent.monthUsd(),
                      agent.limitUsd,
                      agent.intentsToday,
                      agent.status,
                      agent.burnUsdPerHour,
                      agent.limitReachedAt,
                      agent.limitPeriod == null ? null : agent.limitPeriod.wire(),
                      agent.limitSpentUsd,
                      agent.limitRule,
                      agent.spent.todayLateUsd(),
                      agent.spent.weekLateUsd(),
                      agent.spent.monthLateUsd(),
                      agent.spent.todayAssumedUsd(),
                      agent.spent.weekAssumedUsd(),
                      agent.spent.monthAssumedUsd(),
                      agent.spent.timezone()))
          .toList();
    }
  }

  /** One agent's line; no limit is null, and so is a time at which none will be reached. */
  public record AgentLine(
      AgentAddress address,
      String displayName,
      @JsonUnwrapped SpentView spent,
      @JsonInclude(Include.ALWAYS) @Nullable Usd limitUsd,
      long intentsToday,
      AgentStatus status,
      Usd burnUsdPerHour,
      @JsonInclude(Include.ALWAYS) @Nullable Instant limitReachedAt,
      @JsonInclude(Include.ALWAYS) @Nullable Period limitPeriod,
      Usd limitSpentUsd,
      @JsonInclude(Include.ALWAYS) @Nullable String limitRule) {
    static AgentLine of(AgentRow row) {
      return new AgentLine(
          row.address(),
          row.address().displayName(),
          SpentView.of(row.zone(), row.today(), row.week(), row.month()),
          row.limit(),
          row.intentsToday(),
          row.status(),
          row.burn().perHour(),
          row.burn().limitReachedAt(),
          row.limitPeriod(),
          row.limitSpent(),
          row.rule());
    }
  }

  /** Sums of one group. */
  public record Sums(
      Usd costUsd,
      Usd assumedUsd,
      long calls,
      long unpricedCalls,
      long tokensIn,
      long tokensOut,
      long tokensCached,
      long tokensCacheWrite,
      long tokensReasoning) {
    static Sums of(Totals totals) {
      return new Sums(
          totals.cost(),
          totals.assumed(),
          totals.calls(),
          totals.unpricedCalls(),
          totals.tokensIn(),
          totals.tokensOut(),
          totals.tokensCached(),
          totals.tokensCacheWrite(),
          totals.tokensReasoning());
    }

    List<@Nullable Object> cells() {
      return ReportAnswers.cells(
          costUsd,
          assumedUsd,
          calls,
          unpricedCalls,
          tokensIn,
          tokensOut,
          tokensCached,
          tokensCacheWrite,
          tokensReasoning);
    }
  }

  /** The columns of costs by these groups. */
  static List<String> costHeader(List<String> names) {
    List<String> header = new ArrayList<>(names);
    header.addAll(TOTALS);
    header.add("share");
    return header;
  }

  /** One row: its groups by name, its sums, and its share of all rows. */
  public record CostLine(
      @JsonIgnore Map<String, String> groups, @JsonUnwrapped Sums sums, BigDecimal share) {
    static CostLine of(List<String> names, CostRow row, Usd total) {
      Map<String, String> groups = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        groups.put(names.get(i), row.groups().get(i));
      }
      Usd cost = row.totals().cost();
      return new CostLine(groups, Sums.of(row.totals()), Reports.share(cost, total));
    }

    @JsonAnyGetter
    public Map<String, String> byName() {
      return groups;
    }

    List<@Nullable Object> cells() {
      List<@Nullable Object> cells = new ArrayList<>(groups.values());
      cells.addAll(sums.cells());
      cells.add(share);
      return cells;
    }
  }

  /** Costs by groups, by when calls were made. */
  public record Costs(
      boolean ok,
      List<CostLine> rows,
      Usd totalUsd,
      @Schema(description = "Of total_usd, at assumed prices") Usd assumedUsd,
      @Schema(description = "Whose calendar hours, days and months follow") String timezone,
      @Nullable String nextCursor,
      @JsonIgnore List<String> groupBy)
      implements Csv {
    @Override
    public List<String> csvHeader() {
      return costHeader(groupBy);
    }

    @Override
    public List<List<@Nullable Object>> csvRows() {
      return rows.stream().map(CostLine::cells).toList();
    }
  }

  /** Costs by model, with each one's share of the whole. */
  public record Models(
      boolean ok,
      List<ModelLine> models,
      Usd totalUsd,
      @Schema(description = "Of total_usd, at assumed prices") Usd assumedUsd)
      implements Csv {
    @Override
    public List<String> csvHeader() {
      List<String> header = new ArrayList<>(List.of("model", "share"));
      header.addAll(TOTALS);
      return header;
    }

    @Override
    public List<List<@Nullable Object>> csvRows() {
      return models.stream()
          .map(
              line -> {
                List<@Nullable Object> cells = cells(line.model, line.share);
                cells.addAll(line.sums.cells());
                return cells;
              })
          .toList();
    }
  }

  /** What one model cost. */
  public record ModelLine(String model, BigDecimal share, @JsonUnwrapped Sums sums) {
    static ModelLine of(ModelRow row) {
      return new ModelLine(row.model(), row.share(), Sums.of(row.totals()));
    }
  }

  /** What another model would have cost. */
  public record WhatIfAnswer(
      boolean ok, Usd costUsd, Usd wouldCostUsd, Usd savingUsd, Usd notRepricedUsd) implements Csv {
    @Override
    public List<String> csvHeader() {
      return List.of("cost_usd", "would_cost_usd", "saving_usd", "not_repriced_usd");
    }

    @Override
    public List<List<@Nullable Object>> csvRows() {
      return List.of(cells(costUsd, wouldCostUsd, savingUsd, notRepricedUsd));
    }
  }
}
