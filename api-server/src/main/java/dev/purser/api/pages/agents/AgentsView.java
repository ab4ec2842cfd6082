package dev.purser.api.pages.agents;

import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of agents, with totals on top. */
public final class AgentsView extends PageView {
  private final List<AgentLine> all;
  private final List<AgentLine> lines;
  private final String search;
  private final @Nullable AgentStatus status;
  private final AgentOrder order;

  AgentsView(
      Visit visit,
      List<AgentLine> all,
      List<AgentLine> lines,
      String search,
      @Nullable AgentStatus status,
      AgentOrder order) {
    super("agents.ftlh", visit, "Agents", "agents");
    this.all = all;
    this.lines = lines;
    this.search = search;
    this.status = status;
    this.order = order;
  }

  /** Those that were asked for. */
  public List<AgentLine> lines() {
    return lines;
  }

  /** How many there are, whatever was asked for. */
  public int count() {
    return all.size();
  }

  /** How many stand so. */
  public long count(String wanted) {
    return all.stream().filter(line -> line.row().status().name().equals(wanted)).count();
  }

  /** What all of them spent today. */
  public Usd today() {
    return sum(line -> line.row().today());
  }

  /** What all of them spent this week. */
  public Usd week() {
    return sum(line -> line.row().week());
  }

  /** What all of them spent this month. */
  public Usd month() {
    return sum(line -> line.row().month());
  }

  private Usd sum(Function<AgentLine, Usd> of) {
    return all.stream().map(of).reduce(Usd.ZERO, Usd::plus);
  }

  /** The text that was searched for. */
  public String search() {
    return search;
  }

  /** The status that was asked for; empty: any. */
  public String status() {
    return status == null ? "" : status.name();
  }

  /** The order. */
  public AgentOrder order() {
    return order;
  }
}
