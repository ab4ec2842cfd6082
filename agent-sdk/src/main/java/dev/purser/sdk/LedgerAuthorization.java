package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What Purser allowed, or the meter itself while Purser is away. */
final class LedgerAuthorization implements Authorization {
  private final LedgerMeter meter;
  private final @Nullable String id;
  private final Usd estimate;
  private final @Nullable ScheduledFuture<?> extending;
  private boolean over;

  /** {@code id}: null: Purser is away, and the meter itself gave leave. */
  LedgerAuthorization(
      LedgerMeter meter, @Nullable String id, Usd estimate, ScheduledExecutorService scheduler) {
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

  @Override
  public Standing settle(Spend spend) {
    if (!end()) {
      throw new IllegalStateException("this authorization is settled or closed");
    }
    try {
      meter.send(spend, id);
    } catch (PurserRefused e) {
      reopen();
      throw e;
    } catch (RuntimeException e) {
      unpromise();
      throw e;
    }
    unpromise();
    return meter.standing();
  }

  private void unpromise() {
    if (id == null) {
      meter.unpromise(estimate);
    }
  }

  private synchronized void reopen() {
    over = false;
  }

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
