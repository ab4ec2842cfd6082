package dev.purser.api.http;

import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets callers wait for news: one thread looks for all of them, five times a second. */
public final class Waiting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
  private static final long TICK_MS = 200;
  private static final int MOST = 5_000;
  private static final long LAST_WORDS_MS = 2_000;

  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "waiting");
            thread.setDaemon(true);
            return thread;
          });
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final Semaphore places = new Semaphore(MOST);

  public Waiting() {
    var unused = ticker.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Answers as soon as there is news, or that there was none.
   *
   * @param news looked at now and again; null: none yet
   * @param none the answer when the time is over
   */
  public void answer(
      AsyncResponse response,
      Duration wait,
      Supplier<@Nullable Object> news,
      Supplier<Object> none) {
    answer(response, wait, new Plain(news, none));
  }

  /** What is waited for. */
  public interface Question {
    /** Looked at now and again; null: none yet. */
    @Nullable Object news();

    /** Looked at in its place once the time is over; null: a moment more. */
    @Nullable Object late();

    /** The answer when no more can be waited. */
    Object last();
  }

  private record Plain(Supplier<@Nullable Object> looks, Supplier<Object> none)
      implements Question {
    @Override
    public @Nullable Object news() {
      return looks.get();
    }

    @Override
    public Object late() {
      Object now = looks.get();
      return now == null ? none.get() : now;
    }

    @Override
    public Object last() {
      return none.get();
    }
  }

  /** As the other one. */
  public void answer(AsyncResponse response, Duration wait, Question question) {
    Object now = question.news();
    if (now != null) {
      response.resume(now);
      return;
    }
    if (!places.tryAcquire()) {
      throw new ProblemException(
          Problem.of(
              429, "too_many_waiting", "too many callers wait already", List.of(), Map.of()));
    }
    response.register((CompletionCallback) failure -> places.release());
    waiters.add(new Waiter(response, System.nanoTime() + wait.toNanos(), question));
  }

  /** How many wait now. */
  public int count() {
    return MOST - places.availablePermits();
  }

  private void tick() {
    waiters.removeIf(Waiter::look);
  }

  /**
   * Answers everyone, and waits until the answers are written: Jetty takes a connection on which
   * nothing happened for a second for an idle one when it stops.
   */
  @Override
  public void close() {
    ticker.shutdownNow();
    waiters.forEach(waiter -> waiter.response.resume(waiter.question.last()));
    waiters.clear();
    try {
      if (!places.tryAcquire(MOST, LAST_WORDS_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("{} callers who waited for news got no answer", count());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Waiter(AsyncResponse response, long deadline, Question question) {

    /** Whether it has been answered. */
    boolean look() {
      try {
        boolean late = System.nanoTime() - deadline >= 0;
        Object now = late ? question.late() : question.news();
        return now != null && (response.resume(now) || response.isDone());
      } catch (RuntimeException e) {
        response.resume(e);
        return true;
      }
    }
  }
}
