package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An account's sums by the minute of posting, from which its burn rate is measured: those that were
 * read, and what this transaction adds.
 */
final class Minutes {
  /** Longer than any rule looks back. */
  static final Duration LOOKED_AT = Duration.ofMinutes(60);

  private final TreeMap<Instant, Usd> sums = new TreeMap<>();
  private final Map<Instant, Usd> added = new HashMap<>();
  private @Nullable Instant since;

  /** From when on amounts count; null: from the beginning. */
  Minutes(@Nullable Instant since) {
    this.since = since;
  }

  /** What the ledger has of a minute. */
  void load(Instant minute, Usd posted) {
    sums.merge(minute, posted, Usd::plus);
  }

  void post(Usd amount, Instant at) {
    sums.merge(minute(at), amount, Usd::plus);
    added.merge(minute(at), amount, Usd::plus);
  }

  /**
   * The minute in which the rate was begun anew is two: what came before that, and what came after,
   * which is named after the very moment.
   */
  private Instant minute(Instant at) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    return since != null && since.isAfter(minute) && !at.isBefore(since) ? since : minute;
  }

  Usd postedSince(Instant from) {
    Instant start = since != null && since.isAfter(from) ? since : from;
    return sums.tailMap(start, true).values().stream().reduce(Usd.ZERO, Usd::plus);
  }

  /** What was posted before this does not count any more. */
  void beginAnew(Instant at) {
    if (since == null || at.isAfter(since)) {
      since = at;
    }
  }

  @Nullable Instant since() {
    return since;
  }

  void forEachAdded(BiConsumer<Instant, Usd> action) {
    added.forEach(action);
  }
}
