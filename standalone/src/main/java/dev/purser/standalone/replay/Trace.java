package dev.purser.standalone.replay;

import dev.purser.standalone.CommandError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Real requests to a model: when, and how many tokens went in and came out.
 *
 * @param requests by time; never empty
 */
public record Trace(List<Request> requests) {
  private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration OLDEST = Duration.ofDays(34);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .toFormatter(java.util.Locale.ROOT);

  /**
   * One request.
   *
   * @param at UTC
   */
  public record Request(Instant at, long tokensIn, long tokensOut) {}

  /** Sorts by time. */
  public Trace {
    requests = requests.stream().sorted(Comparator.comparing(Request::at)).toList();
    if (requests.isEmpty()) {
      throw new CommandError("the trace has no requests");
    }
  }

  /**
   * Reads {@code TIMESTAMP,ContextTokens,GeneratedTokens}, times in UTC.
   *
   * @throws CommandError naming the line, if it is something else
   */
  public static Trace read(Path file) {
    List<Request> requests = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String header = lines.readLine();
      if (header == null || !header.strip().equals(HEADER)) {
        throw new CommandError(file + ": the first line must be " + HEADER);
      }
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          requests.add(request(file, number, line.strip()));
        }
      }
    } catch (IOException e) {
      throw new CommandError("cannot read " + file, e);
    }
    return new Trace(requests);
  }

  private static Request request(Path file, int number, String line) {
    String[] cells = line.split(",", -1);
    try {
      if (cells.length == 3) {
        long in = Long.parseLong(cells[1]);
        long out = Long.parseLong(cells[2]);
        if (in >= 0 && out >= 0) {
          return new Request(
              LocalDateTime.parse(cells[0], TIME).toInstant(ZoneOffset.UTC), in, out);
        }
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      // Said below, with the line.
    }
    throw new CommandError(
        file
            + " line "
            + number
            + ": must be a time like 2023-11-16 18:17:03.97 and two counts of tokens, not "
            + line);
  }

  /** When the first request was. */
  public Instant first() {
    return requests.get(0).at();
  }

  /** When the last request was. */
  public Instant last() {
    return requests.get(requests.size() - 1).at();
  }

  /**
   * What to add to each time so that Purser takes it, which places costs at most 35 days back:
   * nothing where it would anyway; else whole quarters of an hour, so that quarters keep their
   * requests.
   *
   * @throws CommandError if the trace is longer than that
   */
  public Duration shiftTo(Instant now) {
    if (first().isAfter(now.minus(OLDEST)) && !last().isAfter(now)) {
      return Duration.ZERO;
    }
    if (Duration.between(first(), last()).compareTo(OLDEST.minus(QUARTER)) > 0) {
      throw new CommandError("the trace must not span more than 33 days");
    }
    Duration behind = Duration.between(last(), now);
    return QUARTER.multipliedBy(Math.floorDiv(behind.toMillis(), QUARTER.toMillis()));
  }

  /** Requests in a row with pauses of at most {@code gap} between them; in order. */
  public List<List<Request>> bursts(Duration gap) {
    List<List<Request>> bursts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= requests.size(); i++) {
      if (i == requests.size()
          || Duration.between(requests.get(i - 1).at(), requests.get(i).at()).compareTo(gap) > 0) {
        bursts.add(requests.subList(from, i));
        from = i;
      }
    }
    return bursts;
  }
}
