package dev.purser.ledger.reports;

import dev.purser.ledger.Cursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;

/** The SQL of one table of costs, the dearest first, with its values. */
final class CostSql {
  /** For a query that is to give all there is. */
  static final int ALL = Integer.MAX_VALUE;

  private final int groups;
  private final String sql;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * @param after the cost in nano-dollars and the groups of the row before; empty: from the start
   */
  CostSql(CostQuery query, List<String> after, int limit) {
    GroupedSql grouped = new GroupedSql(query, Totals.SUMS);
    groups = query.groupBy().size();
    values.putAll(grouped.values());
    values.put("limit", limit);
    sql =
        "select * from ("
            + grouped.sql()
            + ") rows"
            + beyond(after)
            + " order by cost desc"
            + (groups == 0 ? "" : ", " + GroupedSql.names(groups))
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
        + GroupedSql.names(after.size() - 1)
        + ") > ("
        + marks
        + "))";
  }

  /** The word that stands for a row, and the values it stands for. */
  static String cursor(CostRow row) {
    List<Object> values = new ArrayList<>();
    values.add(row.totals().cost().nanos());
    values.addAll(row.groups());
    return Cursor.of(values.toArray());
  }

  Query bind(Handle handle) {
    return handle.createQuery(sql).bindMap(values);
  }

  /** The rows of a statement that {@link #bind} made. */
  ResultIterable<CostRow> rows(Query statement) {
    return statement.map(
        (row, context) -> {
          List<String> of = new ArrayList<>();
          for (int i = 0; i < groups; i++) {
            of.add(row.getString("g" + i));
          }
          return new CostRow(of, Totals.read(row));
        });
  }
}
