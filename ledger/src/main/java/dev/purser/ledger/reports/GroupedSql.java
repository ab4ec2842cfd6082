package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SQL that sums rollups by groups g0, g1 …, in no order, with its values. */
final class GroupedSql {
  private final String sql;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * @param sums what is summed, over rollup r
   */
  GroupedSql(CostQuery query, String sums) {
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
    String groups = dimensions.isEmpty() ? "" : " group by " + names(dimensions.size());
    sql = "select " + columns + sums + " from rollup r" + joins + where(query) + groups;
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

  /** The columns of the groups: g0, g1 … */
  static String names(int groups) {
    return IntStream.range(0, groups).mapToObj(i -> "g" + i).collect(Collectors.joining(", "));
  }

  String sql() {
    return sql;
  }

  Map<String, Object> values() {
    return values;
  }
}
