package dev.purser.domain.preview;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Balance;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An account as it would have stood at the quarter of an hour that is being looked at. */
final class PastAccount {
  private final Map<Period, Sum> sums = new EnumMap<>(Period.class);
  private final List<Stop> stops = new ArrayList<>(0);
  private Instant quarter = Instant.MIN;
  private Usd inQuarter = Usd.ZERO;

  /**
   * Something stands still.
   *
   * @param rule which rule stopped it
   * @param kills whether for good
   */
  record Stop(int rule, boolean kills, Instant until) {}

  private static final class Sum {
    private @Nullable TimeWindow window;
    private Usd posted = Usd.ZERO;
    private long intents;
    private Set<String> raised = Set.of();

    void enter(@Nullable TimeWindow now) {
      if (!Objects.equals(window, now)) {
        window = now;
        posted = Usd.ZERO;
        intents = 0;
        raised = Set.of();
      }
    }
  }

  private Sum sum(Period period, @Nullable TimeWindow window) {
    Sum sum = sums.computeIfAbsent(period, unused -> new Sum());
    sum.enter(window);
    return sum;
  }

  void post(Period period, @Nullable TimeWindow window, Usd amount) {
    Sum sum = sum(period, window);
    sum.posted = sum.posted.plus(amount);
  }

  void burn(Instant at, Usd amount) {
    inQuarter = inQuarter(at).plus(amount);
    quarter = at;
  }

  Usd inQuarter(Instant at) {
    return quarter.equals(at) ? inQuarter : Usd.ZERO;
  }

  void countIntent(Period period, @Nullable TimeWindow window) {
    sum(period, window).intents++;
  }

  Balance balance(Period period, @Nullable TimeWindow window) {
    Sum sum = sum(period, window);
    return new Balance(sum.posted, Usd.ZERO, Usd.ZERO, 0, sum.intents, sum.raised);
  }

  void raise(Period period, @Nullable TimeWindow window, String key) {
    Sum sum = sum(period, window);
    Set<String> more = new HashSet<>(sum.raised);
    more.add(key);
    sum.raised = Set.copyOf(more);
  }

  void stop(Stop stop) {
    stops.add(stop);
  }

  /**
   * The oldest that still stops it; null: it goes on.
   *
   * @param killing whether only a kill is looked for
   */
  @Nullable Stop stopAt(Instant at, boolean killing) {
    if (stops.isEmpty()) {
      return null;
    }
    stops.removeIf(stop -> !stop.until().isAfter(at));
    for (Stop stop : stops) {
      if (stop.kills() || !killing) {
        return stop;
      }
    }
    return null;
  }
}
