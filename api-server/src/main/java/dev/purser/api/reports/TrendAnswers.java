package dev.purser.api.reports;

import dev.purser.api.http.Csv;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Page;
import dev.purser.ledger.reports.AgentTrend;
import dev.purser.ledger.reports.Trend;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape of the report of the last hours, as JSON and as CSV. */
public final class TrendAnswers {
  private TrendAnswers() {}

  /** How agents have been spending lately. */
  public record Trends(
      boolean ok,
      @Schema(description = "When the first of the 24 hours began; the last is the present one")
          Instant startsAt,
      List<TrendLine> agents,
      @Nullable String nextCursor)
      implements Csv {
    static Trends of(Instant startsAt, Page<AgentTrend> page) {
      return new Trends(
          true, startsAt, page.items().stream().map(TrendLine::of).toList(), page.next());
    }

    @Override
    public List<String> csvHeader() {
      List<String> header = new ArrayList<>(List.of("address", "display_name", "pending_usd"));
      for (int hour = 0; hour < Trend.HOURS; hour++) {
        header.add(startsAt.plus(hour, ChronoUnit.HOURS).toString());
      }
      return header;
    }

    @Override
    public List<List<@Nullable Object>> csvRows() {
      return agents.stream()
          .map(
              agent -> {
                List<@Nullable Object> cells =
                    new ArrayList<>(List.of(agent.address, agent.displayName, agent.pendingUsd));
                cells.addAll(agent.hoursUsd);
                return cells;
              })
          .toList();
    }
  }

  /** One agent's last hours. */
  public record TrendLine(
      AgentAddress address, String displayName, Usd pendingUsd, List<Usd> hoursUsd) {
    static TrendLine of(AgentTrend row) {
      return new TrendLine(
          row.address(), row.address().displayName(), row.trend().pending(), row.trend().hours());
    }
  }
}
