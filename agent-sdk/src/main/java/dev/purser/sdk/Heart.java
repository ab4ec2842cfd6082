package dev.purser.sdk;

import dev.purser.workflows.delivery.Beat;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the heartbeats of all deliveries at work; their answers say when one must stop. */
final class Heart {
  private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

  /** A real server writes every heartbeat to its database: so many a second from one worker. */
  private static final int MOST_A_SECOND = 100;

  private final ScheduledExecutorService scheduler;
  private final Duration interval;
  private final AtomicInteger beating = new AtomicInteger();

  /** {@code interval}: how often, while only a few deliveries are at work. */
  Heart(ScheduledExecutorService scheduler, Duration interval) {
    this.scheduler = scheduler;
    this.interval = interval;
  }

  /** Beats until it is closed. */
  Beating start(
      ActivityExecutionContext activity,
      long timeoutMillis,
      Supplier<Beat> beat,
      Stop stop,
      StopReason reason) {
    Beating started = new Beating(activity, Math.max(1, timeoutMillis / 3), beat, stop, reason);
    beating.incrementAndGet();
    started.schedule();
    return started;
  }

  /** The heartbeats of one delivery. */
  final class Beating implements AutoCloseable {
    private final ActivityExecutionContext activity;
    private final long mostMillis;
    private final Supplier<Beat> beat;
    private final Stop stop;
    private final StopReason reason;
    private boolean over;
    private @Nullable ScheduledFuture<?> next;

    private Beating(
        ActivityExecutionContext activity,
        long mostMillis,
        Supplier<Beat> beat,
        Stop stop,
        StopReason reason) {
      this.activity = activity;
      this.mostMillis = mostMillis;
      this.beat = beat;
      this.stop = stop;
      this.reason = reason;
    }

    private synchronized void schedule() {
      if (!over) {
        long crowded = beating.get() * 1_000L / MOST_A_SECOND;
        long millis = Math.min(mostMillis, Math.max(interval.toMillis(), crowded));
        next = scheduler.schedule(this::beat, millis, TimeUnit.MILLISECONDS);
      }
    }

    private void beat() {
      try {
        activity.heartbeat(beat.get());
      } catch (ActivityCanceledException e) {
        reason.heed();
      } catch (ActivityNotExistsException e) {
        stop.order(new Killed("its workflow has ended or gave it to someone else"));
        close();
      } catch (ActivityCompletionException e) {
        stop.order(Parked.handedBack("this worker stops"));
      } catch (RuntimeException e) {
        LOG.debug("a heartbeat did not arrive", e);
      }
      schedule();
    }

    @Override
    public void close() {
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
        if (next != null) {
          next.cancel(false);
        }
      }
      beating.decrementAndGet();
    }
  }
}
