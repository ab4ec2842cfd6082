package dev.purser.api.pages.explore;

import dev.purser.api.pages.view.Series;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.reports.CostCell;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.Dimension;
import dev.purser.ledger.reports.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the chart of a question: never of more than an eye can take in. */
final class Charting {
  private static final int MOST_TIMES = 200;
  private static final int MOST_NAMES = 12;
  private static final int MOST_SERIES = 6;

  /** From the finest on. */
  private static final List<Dimension> TIMES =
      Stream.of("hour", "day", "month").map(Dimension::of).toList();

  private final CostQuery query;
  private final Dimension axis;
  private final @Nullable Dimension divided;

  private Charting(CostQuery query) {
    this.query = query;
    List<Dimension> times = TIMES.stream().filter(query.groupBy()::contains).toList();
    List<Dimension> names =
        query.groupBy().stream().filter(group -> !group.isOfCalendar()).toList();
    // Time goes along the axis, whichever group it is; of two, only the finer one.
    axis = times.isEmpty() ? names.get(0) : fitting(times.get(0), query);
    int rest = times.isEmpty() ? 1 : 0;
    divided = names.size() > rest ? names.get(rest) : null;
  }

  static CostChart read(Reports reports, CostQuery query) {
    Charting charting = new Charting(query);
    List<Dimension> groups =
        charting.divided == null
            ? List.of(charting.axis)
            : List.of(charting.axis, charting.divided);
    int points = charting.axis.isOfCalendar() ? 2 * MOST_TIMES : MOST_NAMES;
    return charting.chart(reports.cells(query.by(groups), points, MOST_SERIES));
  }

  /** This unit of time, or a coarser one where there would be too many of it. */
  private static Dimension fitting(Dimension unit, CostQuery query) {
    long hours = Duration.between(query.from(), query.to()).toHours();
    Dimension coarsest = TIMES.get(TIMES.size() - 1);
    return TIMES.subList(TIMES.indexOf(unit), TIMES.size()).stream()
        .filter(time -> hours <= (time.name().equals("hour") ? 1L : 24L) * MOST_TIMES)
        .filter(time -> !time.equals(coarsest))
        .findFirst()
        .orElse(coarsest);
  }

  private CostChart chart(List<CostCell> cells) {
    Names series = Names.dearest(cells, CostCell::series, MOST_SERIES);
    List<Series.Point> times =
        axis.isOfCalendar()
            ? Series.of(
                axis.name(), new TimeWindow(query.from(), query.to()), query.zone(), Map.of())
            : List.of();
    Names points =
        axis.isOfCalendar()
            ? Names.of(times.stream().map(Series.Point::key).toList(), cells, CostCell::point)
            : Names.dearest(cells, CostCell::point, MOST_NAMES);
    Usd[][] sums = new Usd[points.size()][series.size()];
    for (Usd[] row : sums) {
      Arrays.fill(row, Usd.ZERO);
    }
    for (CostCell cell : cells) {
      Usd[] row = sums[points.place(cell.point())];
      int place = series.place(cell.series());
      row[place] = row[place].plus(cell.cost());
    }
    List<String> labels =
        axis.isOfCalendar()
            ? points.labels(times.stream().map(Series.Point::label).toList())
            : points.labels(Words.names(axis, points.named(), query.zone()));
    List<CostChart.Bar> bars = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      bars.add(new CostChart.Bar(labels.get(i), List.of(sums[i])));
    }
    List<String> heads =
        divided == null
            ? List.of("Cost")
            : series.labels(Words.names(divided, series.named(), query.zone()));
    return new CostChart(axis, divided, !query.groupBy().contains(axis), heads, bars);
  }

  /**
   * What stands in a chart by its name.
   *
   * @param others whether there is more than that
   */
  private record Names(List<String> named, boolean others) {
    private static final String OTHERS = "others";

    static Names of(
        List<String> named, List<CostCell> cells, Function<CostCell, @Nullable String> part) {
      Set<String> known = new HashSet<>(named);
      return new Names(named, cells.stream().anyMatch(cell -> !known.contains(part.apply(cell))));
    }

    /** The others count among the most. */
    static Names dearest(
        List<CostCell> cells, Function<CostCell, @Nullable String> part, int most) {
      Map<String, Usd> sums =
          cells.stream()
              .filter(cell -> part.apply(cell) != null)
              .collect(Collectors.toMap(part, CostCell::cost, Usd::plus));
      List<String> all =
          sums.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Usd>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .map(Map.Entry::getKey)
              .toList();
      boolean more = cells.stream().anyMatch(cell -> part.apply(cell) == null);
      return of(more && all.size() == most ? all.subList(0, most - 1) : all, cells, part);
    }

    int size() {
      return named.size() + (others ? 1 : 0);
    }

    /** Where a value stands; the others come last. */
    int place(@Nullable String name) {
      int at = name == null ? -1 : named.indexOf(name);
      return at < 0 ? named.size() : at;
    }

    List<String> labels(List<String> ofNamed) {
      List<String> labels = new ArrayList<>(ofNamed);
      if (others) {
        labels.add(OTHERS);
      }
      return labels;
    }
  }
}
