package dev.purser.api.courier;

import dev.purser.ledger.courier.Lane;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much a courier carries at once: in each lane its share, and while answers do not come less of
 * it. One more for each success, half for each answer that does not come: so a server that is slow
 * gets less to do, and one that is away is knocked at now and then.
 */
final class Pace {
  private final Map<Lane, Integer> shares;
  private final Map<Lane, Integer> inFlight = new EnumMap<>(Lane.class);
  private final int most;
  private final Duration rest;
  private int limit;
  private boolean away;
  private long restsUntil;

  /** {@code rest}: how long between two tries while nothing answers. */
  Pace(Map<Lane, Integer> shares, Duration rest) {
    this.shares = new EnumMap<>(shares);
    this.most = shares.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    this.rest = rest;
    this.limit = most;
  }

  /** How many more of the lane may be taken on now. */
  synchronized int free(Lane lane) {
    boolean resting = away && System.nanoTime() - restsUntil < 0;
    return resting
        ? 0
        : Math.max(0, Math.min(shares.getOrDefault(lane, 0), limit) - underWay(lane));
  }

  /** How many of the lane are on their way. */
  synchronized int underWay(Lane lane) {
    return inFlight.getOrDefault(lane, 0);
  }

  synchronized void begin(Lane lane) {
    inFlight.merge(lane, 1, Integer::sum);
  }

  synchronized void end(Lane lane) {
    inFlight.merge(lane, -1, Integer::sum);
  }

  /**
   * An answer came.
   *
   * @return whether it is the first after none had come
   */
  synchronized boolean answered() {
    boolean back = away;
    away = false;
    limit = Math.min(most, limit + 1);
    return back;
  }

  /**
   * No answer came.
   *
   * @return whether it is now that none comes any more
   */
  synchronized boolean unanswered() {
    limit = Math.max(1, limit / 2);
    boolean gone = limit == 1 && !away;
    away = limit == 1;
    restsUntil = System.nanoTime() + rest.toNanos();
    return gone;
  }

  /** Whether nothing answers. */
  synchronized boolean isAway() {
    return away;
  }
}
