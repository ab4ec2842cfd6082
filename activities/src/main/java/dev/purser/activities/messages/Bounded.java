package dev.purser.activities.messages;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits no longer than it said. Time-outs of sockets are per read: a receiver that sends a byte now
 * and then, or a name server that says nothing, would hold the caller for as long as it likes.
 */
final class Bounded {
  /** More exchanges at once than a worker runs activities is a sign that all of them hang. */
  private static final int MOST = 256;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), Bounded::thread);

  private Bounded() {}

  /**
   * Does it on another thread.
   *
   * @param receiver whom the work talks to, for the reason
   * @param giveUp ends the work from outside
   * @throws ExecutionException with what the work threw
   */
  static <T> T call(Callable<T> work, Duration limit, String receiver, Runnable giveUp)
      throws NotDelivered, ExecutionException {
    Future<T> future;
    try {
      future = THREADS.submit(work);
    } catch (RejectedExecutionException e) {
      throw NotDelivered.yet(MOST + " other messages wait for their receivers' answers", e);
    }
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      stop(future, giveUp);
      throw NotDelivered.yet(receiver + " took longer than " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      stop(future, giveUp);
      Thread.currentThread().interrupt();
      throw NotDelivered.yet("interrupted while " + receiver + " was spoken to", e);
    }
  }

  private static void stop(Future<?> future, Runnable giveUp) {
    giveUp.run();
    future.cancel(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "message-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
