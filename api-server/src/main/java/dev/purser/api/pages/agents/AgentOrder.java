package dev.purser.api.pages.agents;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which order agents are listed. */
public record AgentOrder(Column column, boolean descending) {
  /** What they can be ordered by. */
  public enum Column {
    AGENT(false),
    TODAY(true),
    WEEK(true),
    MONTH(true),
    STATUS(true);

    private final boolean largestFirst;

    Column(boolean largestFirst) {
      this.largestFirst = largestFirst;
    }

    static Column of(String text) {
      for (Column column : values()) {
        if (column.wire().equals(text)) {
          return column;
        }
      }
      throw new IllegalArgumentException("must be agent, today, week, month or status");
    }

    /** As addresses of pages spell it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static AgentOrder of(Column column, @Nullable String order) {
    return new AgentOrder(column, order == null ? column.largestFirst : order.equals("desc"));
  }

  /** The query's value that turns the order of this column around, or chooses it. */
  public String next(String name) {
    boolean turned = column.wire().equals(name) ? !descending : Column.of(name).largestFirst;
    return turned ? "desc" : "asc";
  }

  /** What a screen reader says of the column's order: ascending, descending or none. */
  public String aria(String name) {
    if (!column.wire().equals(name)) {
      return "none";
    }
    return descending ? "descending" : "ascending";
  }

  Comparator<AgentLine> comparator() {
    Comparator<AgentLine> byAddress = Comparator.comparing(line -> line.row().address());
    Comparator<AgentLine> chosen =
        switch (column) {
          case AGENT -> byAddress;
          case TODAY -> Comparator.comparing(line -> line.row().today().usd());
          case WEEK -> Comparator.comparing(line -> line.row().week().usd());
          case MONTH -> Comparator.comparing(line -> line.row().month().usd());
          case STATUS -> Comparator.comparing(line -> line.row().status());
        };
    return (descending ? chosen.reversed() : chosen).thenComparing(byAddress);
  }
}
