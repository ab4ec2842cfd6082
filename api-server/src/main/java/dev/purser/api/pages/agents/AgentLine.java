package dev.purser.api.pages.agents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.reports.AgentRow;
import dev.purser.ledger.reports.Trend;
import java.util.stream.Collectors;

/** One agent's row. */
public record AgentLine(AgentRow row, Trend trend) {
  /** Names the row in the page: no two agents are called the same. */
  public String id() {
    return "agent-" + row.address().value().substring(AgentAddress.PREFIX.length());
  }

  /** The dearest of the last hours. */
  public Usd highest() {
    return trend.hours().stream().reduce(Usd.ZERO, Usd::max);
  }

  /** The last hours' amounts in dollars, for the line that shows them. */
  public String points() {
    return trend.hours().stream()
        .map(usd -> usd.toBigDecimal().toPlainString())
        .collect(Collectors.joining(" "));
  }
}
