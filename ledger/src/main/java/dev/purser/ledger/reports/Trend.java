package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;

/**
 * How an agent has been spending lately.
 *
 * @param pending reserved by open authorizations
 * @param hours what it spent in each of the last {@link #HOURS} hours, the oldest first; the last
 *     one has only begun
 */
public record Trend(Usd pending, List<Usd> hours) {
  /** How many hours are told. */
  public static final int HOURS = 24;

  /** Of an agent that spent nothing. */
  public static final Trend NOTHING = new Trend(Usd.ZERO, Collections.nCopies(HOURS, Usd.ZERO));

  /** Copies the list. */
  public Trend {
    hours = List.copyOf(hours);
  }

  /** When the first of the hours began. */
  public static Instant start(Instant now) {
    return now.truncatedTo(ChronoUnit.HOURS).minus(HOURS - 1, ChronoUnit.HOURS);
  }
}
