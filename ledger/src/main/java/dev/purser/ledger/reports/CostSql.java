package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Cursor;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL of one table of costs, with its values. */
final class CostSql {
  private final String sql;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * @param after the cost in nano-dollars and the groups of the row before; empty: from the start
   */
  CostSql(CostQuery query, List<String> after, int limit) {
    List<Dimension> dimensions = query.groupBy();
    StringBuilder columns = new StringBuilder();
    StringBuilder joins = new StringBuilder();
    for (int i = 0; i < dimensions.size(); i++) {
      Dimension dimension = dimensions.get(i);
      columns.append(dimension.sql(i)).append(" collate \"C\" as g").append(i).append(", ");
      if (!dimension.tag().isEmpty()) {
        values.put("tag" + i, dimension.tag());
      }
    }
    if (dimensions.stream().anyMatch(dimension -> dimension.name().equals("agent"))) {
      joins.append(" join agent g on g.id = r.agent_id");
    }
    if (dimensions.stream().anyMatch(Dimension::isOfIntent)) {
      joins.append(" left join intent i on i.id = r.intent_id");
    }
    if (dimensions.stream().anyMatch(Dimension::isOfCalendar)) {
      values.put("zone", query.zone().getId());
    }
    sql = wrap(columns + Totals.SUMS, joins + where(query), dimensions.size(), after, limit);
  }

  private String where(CostQuery query) {
    StringBuilder where = new StringBuilder(" where r.quarter >= :from and r.quarter < :to");
    values.put("from", query.from().atOffset(ZoneOffset.UTC));
    values.put("to", query.to().atOffset(ZoneOffset.UTC));
    AgentAddress agent = query.agent();
    if (agent != null) {
      where.append(" and r.agent_id = (select id from agent where address = :agent)");
      values.put("agent", agent.value());
    }
    if (query.model() != null) {
      where.append(" and r.model = :model");
      values.put("model", query.model());
    }
    return where.toString();
  }

  private String wrap(String columns, String from, int groups, List<String> after, int limit) {
    String names = names(groups);
    String grouped =
        "select " + columns + " from rollup r" + from + (groups == 0 ? "" : " group by " + names);
    values.put("limit", limit);
    return "select * from ("
        + grouped
        + ") rows"
        + beyond(after)
        + " order by cost desc"
        + (groups == 0 ? "" : ", " + names)
        + " limit :limit";
  }

  /** Behind the row before: of less cost, or of the same with groups that sort later. */
  private String beyond(List<String> after) {
    if (after.isEmpty()) {
      return "";
    }
    values.put("cost", Cursor.number(after.get(0)));
    if (after.size() == 1) {
      return " where cost < :cost";
    }
    for (int i = 1; i < after.size(); i++) {
      values.put("after" + (i - 1), after.get(i));
    }
    String marks =
        IntStream.range(0, after.size() - 1)
            .mapToObj(i -> ":after" + i)
            .collect(Collectors.joining(", "));
    return " where cost < :cost or (cost = :cost and ("
        + names(after.size() - 1)
        + ") > ("
        + marks
        + "))";
  }

  private static String names(int groups) {
    return IntStream.range(0, groups).mapToObj(i -> "g" + i).collect(Collectors.joining(", "));
  }

  static String cursor(CostRow row) {
    List<Object> values = new ArrayList<>();
    values.add(row.totals().cost().nanos());
    values.addAll(row.groups());
    return Cursor.of(values.toArray());
  }

  Query bind(Handle handle) {
    return handle.createQuery(sql).bindMap(values);
  }

  String sql() {
    return sql;
  }

  Map<String, Object> values() {
    return values;
  }
}
