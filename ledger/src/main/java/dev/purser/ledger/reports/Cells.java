package dev.purser.ledger.reports;

import dev.purser.ledger.Rows;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads what a chart shows: as few sums as it has room for, whatever there is in the ledger. */
final class Cells {
  private static final String COST = "coalesce(sum(r.cost), 0) as cost";

  private static final String BY_ONE =
      """
      select point.g0 as point, null as series, sum(cell.cost) as cost
      from cell left join point using (g0)
      group by point.g0
      """;

  private static final String BY_TWO =
      """
      select point.g0 as point, series.g1 as series, sum(cell.cost) as cost
      from cell left join point using (g0) left join series using (g1)
      group by point.g0, series.g1
      """;

  private Cells() {}

  static List<CostCell> read(Handle handle, CostQuery query, int points, int series) {
    int groups = query.groupBy().size();
    if (groups < 1 || groups > 2) {
      throw new IllegalArgumentException("a chart has one or two groups, not " + groups);
    }
    GroupedSql cells = new GroupedSql(query, COST);
    String sql =
        "select * from (with cell as materialized ("
            + cells.sql()
            + "), point as ("
            + dearest("g0", ":points")
            + (groups == 1
                ? ") " + BY_ONE
                : "), series as (" + dearest("g1", ":series") + ") " + BY_TWO)
            + ") cells order by cost desc, point, series";
    try (Query statement = handle.createQuery(sql).bindMap(cells.values()).bind("points", points)) {
      if (groups == 2) {
        statement.bind("series", series);
      }
      return statement
          .map(
              (row, context) ->
                  new CostCell(
                      row.getString("point"), row.getString("series"), Rows.usd(row, "cost")))
          .list();
    }
  }

  private static String dearest(String group, String limit) {
    return "select %1$s from cell group by %1$s order by sum(cost) desc, %1$s limit %2$s"
        .formatted(group, limit);
  }
}
