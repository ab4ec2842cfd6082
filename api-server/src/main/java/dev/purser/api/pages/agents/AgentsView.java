package dev.purser.api.pages.agents;

import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.ledger.agents.Spent;
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
  private final FirstReport first;
  private final @Nullable Filled filled;

  /**
   * @param filled a form that was not taken, to be shown again; null: none
   */
  AgentsView(
      Visit visit,
      List<AgentLine> all,
      List<AgentLine> lines,
      String search,
      @Nullable AgentStatus status,
      AgentOrder order,
      FirstReport first,
      @Nullable Filled filled) {
    super("agents.ftlh", visit, "Agents", "agents");
    this.all = all;
    this.lines = lines;
    this.search = search;
    this.status = status;
    this.order = order;
    this.first = first;
    this.filled = filled;
  }

  /** What a first report takes. */
  public FirstReport first() {
    return first;
  }

  @Override
  public @Nullable Filled filled() {
    return filled;
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
  public Spent today() {
    return sum(line -> line.row().today());
  }

  /** What all of them spent this week. */
  public Spent week() {
    return sum(line -> line.row().week());
  }

  /** What all of them spent this month. */
  public Spent month() {
    return sum(line -> line.row().month());
  }

  private Spent sum(Function<AgentLine, Spent> of) {
    return all.stream().map(of).reduce(Spent.NOTHING, Spent::plus);
  }

  /** Whose calendar the sums of all agents follow; null: not all of them the same. */
  public @Nullable String zone() {
    List<String> zones =
        all.stream().map(line -> line.row().zone().getId()).distinct().limit(2).toList();
    return zones.size() == 1 ? zones.get(0) : null;
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
