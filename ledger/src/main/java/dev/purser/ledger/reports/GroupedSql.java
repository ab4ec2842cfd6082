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
    StringBuilder keys = new StringBuilder();
    StringBuilder texts = new StringBuilder();
    String agents = "";
    for (int i = 0; i < dimensions.size(); i++) {
      Dimension dimension = dimensions.get(i);
      keys.append(dimension.key(i)).append(" as k").append(i).append(", ");
      texts.append(dimension.text("s.k" + i)).append(" collate \"C\" as g").append(i).append(", ");
      if (!dimension.tag().isEmpty()) {
        values.put("tag" + i, dimension.tag());
      }
      if (dimension.name().equals("agent")) {
        agents = " join agent g on g.id = s.k" + i;
      }
    }
    if (dimensions.stream().anyMatch(Dimension::isOfCalendar)) {
      values.put("zone", query.zone().getId());
    }
    String intents =
        dimensions.stream().anyMatch(Dimension::isOfIntent)
            ? " left join intent i on i.id = r.intent_id"
            : "";
    String groups = dimensions.isEmpty() ? "" : " group by " + names("k", dimensions.size());
    sql =
        "select "
            + texts
            + "s.* from (select "
            + keys
            + sums
            + " from rollup r"
            + intents
            + where(query)
            + groups
            + ") s"
            + agents;
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
    return names("g", groups);
  }

  private static String names(String prefix, int groups) {
    return IntStream.range(0, groups).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
  }

  String sql() {
    return sql;
  }

  Map<String, Object> values() {
    return values;
  }
}
