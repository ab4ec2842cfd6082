package dev.purser.domain.price;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads price files: comma-separated, with lines of comment that start with {@code #}. */
public final class PriceFile {

  private static final String RESOURCE = "prices.csv";
  private static final String HEADER =
      "provider,model,names,prefixes,from,above_tokens,input,output,cached_input,cache_write,reasoning";
  private static final int COLUMNS = HEADER.split(",", -1).length;

  private PriceFile() {}

  /** The list prices that come with the program. */
  public static List<ModelPrice> load() {
    try (InputStream in = PriceFile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the program");
      }
      return parse(new InputStreamReader(in, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The prices in the order of their lines.
   *
   * @throws IllegalArgumentException naming the line and what would be right
   */
  public static List<ModelPrice> parse(Reader reader) throws IOException {
    List<ModelPrice> prices = new ArrayList<>();
    BufferedReader lines = new BufferedReader(reader);
    boolean headerSeen = false;
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        if (headerSeen) {
          prices.add(price(line));
        } else {
          requireHeader(line);
          headerSeen = true;
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    if (!headerSeen) {
      throw new IllegalArgumentException("the first line must be " + HEADER);
    }
    return List.copyOf(prices);
  }

  private static void requireHeader(String line) {
    if (!line.equals(HEADER)) {
      throw new IllegalArgumentException("the first line must be " + HEADER);
    }
  }

  private static ModelPrice price(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(
          "there must be " + COLUMNS + " columns, not " + cells.length);
    }
    return new ModelPrice(
        cells[0].isEmpty() ? null : cells[0],
        cells[1],
        words(cells[2]),
        words(cells[3]),
        date(cells[4]),
        count(cells[5]),
        dollars("input", cells[6]),
        dollars("output", cells[7]),
        dollars("cached_input", cells[8]),
        dollars("cache_write", cells[9]),
        dollars("reasoning", cells[10]));
  }

  private static List<String> words(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(" ", -1));
  }

  private static @Nullable Instant date(String cell) {
    if (cell.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(cell).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "from must be a date like 2026-08-21, not \"" + cell + "\"", e);
    }
  }

  private static long count(String cell) {
    try {
      return Long.parseLong(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "above_tokens must be a whole number, not \"" + cell + "\"", e);
    }
  }

  private static @Nullable BigDecimal dollars(String column, String cell) {
    if (cell.isEmpty()) {
      return null;
    }
    try {
      return new BigDecimal(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          column + " must be USD per million tokens, not \"" + cell + "\"", e);
    }
  }
}
