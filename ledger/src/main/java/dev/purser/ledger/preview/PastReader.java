package dev.purser.ledger.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.preview.Past;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads past spend from rollups, by the quarter of an hour in which it occurred, and the intents
 * that were created, one row after the other. The database sums up whatever no rule looks at.
 */
final class PastReader {
  /** Rows that are in memory at once. */
  private static final int AT_ONCE = 5_000;

  private static final UUID NO_INTENT = new UUID(0, 0);

  private final Handle handle;
  private final Policy policy;
  private final Instant from;
  private final Instant to;
  private final boolean total;
  private final boolean refuses;
  private final boolean intents;
  private final boolean trees;
  private final boolean tracked;
  private final boolean tasks;

  /** What happened to one agent, in the order in which it is read. */
  private record Line(long agent, Past past) {
    boolean isAfter(Line other) {
      return agent == other.agent
          ? past.quarter().isAfter(other.past.quarter())
          : agent > other.agent;
    }
  }

  PastReader(Handle handle, Policy policy, Instant from, Instant to) {
    // A plan for just these agents and times, that sorts a month of a hundred agents in memory.
    handle.execute("set local plan_cache_mode = force_custom_plan");
    handle.execute("set local work_mem = '32MB'");
    this.handle = handle;
    this.policy = policy;
    this.from = from;
    this.to = to;
    List<Rule> rules = policy.rules();
    total = policy.applies() == Applies.TOTAL;
    refuses = rules.stream().anyMatch(r -> r.maxIntents() != null || r.action() == Action.BLOCK);
    trees = looksAt(Period.TREE);
    tracked = looksAt(Period.INTENT);
    intents = refuses || trees || tracked;
    // An intent has one task: where intents are told apart, naming it makes no more rows.
    tasks = intents || looksAt(Period.TASK);
  }

  private boolean looksAt(Period period) {
    return policy.rules().stream().anyMatch(rule -> rule.period() == period);
  }

  /** Of these agents, one after the other. */
  void read(Map<Long, AgentAddress> agents, Consumer<Past> next) {
    Long[] ids = agents.keySet().toArray(new Long[0]);
    read(
        "= any(:agents)",
        query -> query.bindArray("agents", Long.class, (Object[]) ids),
        agents,
        next);
  }

  /** Of all agents below a scope, together. */
  void readTotal(Scope scope, Consumer<Past> next) {
    read(
        "in (select id from agent where starts_with(address, :prefix))",
        query -> query.bind("prefix", scope.prefix()),
        Map.of(),
        next);
  }

  private void read(
      String which, Consumer<Query> bind, Map<Long, AgentAddress> agents, Consumer<Past> next) {
    try (ResultIterator<Line> spent = open(spentSql(which), bind, row -> spent(row, agents))) {
      if (!refuses) {
        merge(spent, Collections.emptyIterator(), next);
        return;
      }
      try (ResultIterator<Line> created =
          open(createdSql(which), bind, row -> created(row, agents))) {
        merge(spent, created, next);
      }
    }
  }

  /** In a quarter of an hour what was created before what was spent. */
  private static void merge(Iterator<Line> spent, Iterator<Line> created, Consumer<Past> next) {
    Line creation = created.hasNext() ? created.next() : null;
    while (spent.hasNext()) {
      Line spending = spent.next();
      while (creation != null && !creation.isAfter(spending)) {
        next.accept(creation.past());
        creation = created.hasNext() ? created.next() : null;
      }
      next.accept(spending.past());
    }
    while (creation != null) {
      next.accept(creation.past());
      creation = created.hasNext() ? created.next() : null;
    }
  }

  /** Reads a row. */
  @FunctionalInterface
  private interface Reader {
    Line read(ResultSet row) throws SQLException;
  }

  private ResultIterator<Line> open(String sql, Consumer<Query> bind, Reader reader) {
    Query query =
        handle
            .createQuery(sql)
            .bind("from", from.atOffset(ZoneOffset.UTC))
            .bind("to", to.atOffset(ZoneOffset.UTC))
            .setFetchSize(AT_ONCE);
    bind.accept(query);
    RowMapper<Line> mapper = (row, context) -> reader.read(row);
    return query.map(mapper).iterator();
  }

  /**
   * Trees, and what reports opened, are looked up for the sums, which are fewer than what they sum
   * up.
   */
  private String spentSql(String which) {
    String groups =
        (total ? "" : "agent_id, ")
            + "quarter"
            + (intents ? ", intent_id" : "")
            + (tasks ? ", task" : "");
    String sums =
        "select "
            + groups
            + ", sum(cost) as cost from rollup where agent_id "
            + which
            + " and quarter >= :from and quarter < :to group by "
            + groups;
    return (trees || tracked
            ? "select s.*, i.root_id, coalesce(i.tracked, false) as tracked from ("
                + sums
                + ") s left join intent i on i.id = s.intent_id"
            : sums)
        + " order by "
        + (intents ? groups.replace(", task", "") : groups);
  }

  private String createdSql(String which) {
    return "select i.agent_id, date_bin('15 minutes', i.created_at, 'epoch') as quarter,"
        + " i.id as intent_id, i.root_id, i.task, i.tracked from intent i where i.agent_id "
        + which
        + " and i.created_at >= :from and i.created_at < :to order by "
        + (total ? "" : "i.agent_id, ")
        + "i.created_at, i.id";
  }

  private Line spent(ResultSet row, Map<Long, AgentAddress> agents) throws SQLException {
    long agent = total ? 0 : row.getLong("agent_id");
    UUID intent = intents ? Rows.uuid(row, "intent_id") : null;
    return new Line(
        agent,
        new Past.Spent(
            Rows.instant(row, "quarter"),
            agents.get(agent),
            NO_INTENT.equals(intent) ? null : intent,
            trees ? Rows.uuidOrNull(row, "root_id") : null,
            tasks ? named(row.getString("task")) : null,
            tracked && row.getBoolean("tracked"),
            Rows.usd(row, "cost")));
  }

  private Line created(ResultSet row, Map<Long, AgentAddress> agents) throws SQLException {
    long agent = total ? 0 : row.getLong("agent_id");
    return new Line(
        agent,
        new Past.Created(
            Rows.instant(row, "quarter"),
            agents.get(agent),
            Rows.uuid(row, "intent_id"),
            Rows.uuid(row, "root_id"),
            row.getString("task"),
            row.getBoolean("tracked")));
  }

  /** Rollups name no task by an empty one. */
  private static @Nullable String named(String task) {
    return task.isEmpty() ? null : task;
  }
}
