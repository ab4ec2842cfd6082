package dev.purser.standalone.client;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of text in columns as wide as they need to be; columns of numbers are set to the right. */
public final class Table {
  private static final String GAP = "  ";
  private static final String NUMBER = "[-+$]{0,2}[0-9][0-9,]*(\\.[0-9]+)?( ?%)?|-|";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row with one cell for each column. */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "a row must have " + header.size() + " cells, not " + cells.length);
    }
    rows.add(Stream.of(cells).map(PlainWriter::line).toList());
    return this;
  }

  /** The lines, each ended; a plain sentence if there are no rows. */
  public String render(String ifEmpty) {
    if (rows.isEmpty()) {
      return ifEmpty + System.lineSeparator();
    }
    List<Integer> widths = columns().map(this::width).boxed().toList();
    List<Boolean> numbers = columns().mapToObj(this::isNumbers).toList();
    StringBuilder lines = new StringBuilder(line(header, widths, numbers));
    rows.forEach(row -> lines.append(line(row, widths, numbers)));
    return lines.toString();
  }

  private IntStream columns() {
    return IntStream.range(0, header.size());
  }

  private int width(int column) {
    return Math.max(
        header.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }

  private boolean isNumbers(int column) {
    return rows.stream().allMatch(row -> row.get(column).matches(NUMBER));
  }

  private String line(List<String> cells, List<Integer> widths, List<Boolean> numbers) {
    return columns()
            .mapToObj(column -> pad(cells.get(column), widths.get(column), numbers.get(column)))
            .collect(Collectors.joining(GAP))
            .stripTrailing()
        + System.lineSeparator();
  }

  private static String pad(String cell, int width, boolean right) {
    String space = " ".repeat(width - cell.length());
    return right ? space + cell : cell + space;
  }
}
