package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Leave to make one call. It extends itself while the call runs, is settled by the report of what
 * the call cost, and gives back what it reserved if it is closed without one.
 */
public final class Authorization implements AutoCloseable {
  private final Meter meter;
  private final @Nullable String id;
  private final Usd estimate;
  private final @Nullable ScheduledFuture<?> extending;
  private boolean over;

  /** {@code id}: null: Purser is away, and the meter itself gave leave. */
  Authorization(
      Meter meter, @Nullable String id, Usd estimate, ScheduledExecutorService scheduler) {
    this.meter = meter;
    this.id = id;
    this.estimate = estimate;
    long third = meter.ttl().toMillis() / 3;
    this.extending =
        id == null
            ? null
            : scheduler.scheduleWithFixedDelay(
                () -> extend(id), third, third, TimeUnit.MILLISECONDS);
  }

  private void extend(String authorization) {
    try {
      meter.extend(authorization);
    } catch (Http.Away | RuntimeException e) {
      // The next turn comes before it expires.
    }
  }

  /**
   * Reports what the call cost. Never throws {@link IntentStopped}: the money is spent, and the
   * result may still be saved; the meter's next call throws.
   */
  public Standing settle(Spend spend) {
    if (!end()) {
      throw new IllegalStateException("this authorization is settled or closed");
    }
    try {
      meter.send(spend, id);
    } finally {
      if (id == null) {
        meter.unpromise(estimate);
      }
    }
    return meter.standing();
  }

  /** Reports what the call used; Purser prices it. */
  public Standing settle(Usage usage) {
    return settle(Spend.of(usage));
  }

  /** Reports an amount. */
  public Standing settle(Usd cost) {
    return settle(Spend.of(cost));
  }

  /** Gives back what was reserved, unless the call was reported. */
  @Override
  public void close() {
    if (!end()) {
      return;
    }
    if (id == null) {
      meter.unpromise(estimate);
    } else {
      meter.release(id);
    }
  }

  private synchronized boolean end() {
    if (over) {
      return false;
    }
    over = true;
    if (extending != null) {
      extending.cancel(false);
    }
    return true;
  }
}
