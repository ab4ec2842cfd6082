package dev.purser.ledger.reports;

import dev.purser.ledger.Cursor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of one table of costs, the dearest first, with its values. */
final class CostSql {
  private final int groups;
  private final String sql;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private CostSql(CostQuery query, List<String> after, @Nullable Integer limit) {
    GroupedSql grouped = new GroupedSql(query, Totals.SUMS);
    groups = query.groupBy().size();
    values.putAll(grouped.values());
    String then = groups == 0 ? "" : ", " + GroupedSql.names(groups);
    String columns = Totals.COLUMNS + then;
    String order = "cost desc" + then;
    String some = " from cell" + beyond(after) + " order by " + order;
    if (limit == null) {
      sql = "with cell as (" + grouped.sql() + ") select " + columns + some;
    } else {
      values.put("limit", limit);
      sql =
          "with cell as materialized ("
              + grouped.sql()
              + ") select * from (select false as whole, "
              + columns
              + some
              + " limit :limit) page union all select true, "
              + Totals.OF_ALL
              + ", ''".repeat(groups)
              + " from cell order by whole, "
              + order;
    }
  }

  /**
   * All rows.
   *
   * @param after the cost in nano-dollars and the groups of the row before; empty: from the start
   */
  static CostSql all(CostQuery query, List<String> after) {
    return new CostSql(query, after, null);
  }

  /**
   * As many rows, and then one that is the total of all rows there are.
   *
   * @param after as of {@link #all}
   */
  static CostSql table(CostQuery query, List<String> after, int limit) {
    return new CostSql(query, after, limit);
  }

  /** Behind the row before: of less cost, or of the same with groups that sort later. */
  private String beyond(List<String> after) {
    if (after.isEmpty()) {
      return "";
    }
    values.put("cost", new BigDecimal(Cursor.whole(after.get(0))));
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
    values.add(row.totals().cost().exactNanos());
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
