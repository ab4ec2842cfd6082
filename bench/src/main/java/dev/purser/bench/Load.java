package dev.purser.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * Sends requests from a number of connections, each as fast as it is answered, for a bounded time.
 *
 * @param server where to
 * @param apiKey sent with each request
 * @param connections how many at once, a thread each
 * @param duration how long, after a warm-up of a quarter of it
 */
record Load(URI server, String apiKey, int connections, Duration duration) {
  private static final long HIGHEST_MICROS = 60_000_000;

  /**
   * What one run measured.
   *
   * @param perSecond requests answered a second
   * @param latencyMicros of each answered request
   * @param refused answers that were not 2xx
   */
  record Result(double perSecond, Histogram latencyMicros, long refused) {
    double millis(double percentile) {
      return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }
  }

  /** Posts bodies to one path. */
  Result post(String path, LongFunction<String> bodies) throws InterruptedException {
    return post(n -> path, bodies);
  }

  /**
   * Posts bodies to paths. Client c of k sends requests c, c + k, c + 2k …, one after the other.
   *
   * @param paths where the nth request goes
   * @param bodies the nth request's JSON
   */
  Result post(LongFunction<String> paths, LongFunction<String> bodies) throws InterruptedException {
    long warmUntil = System.nanoTime() + duration.toNanos() / 4;
    long until = warmUntil + duration.toNanos();
    List<Callable<Tally>> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int first = i;
      clients.add(() -> client(first, paths, bodies, warmUntil, until));
    }
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      Tally all = new Tally();
      for (Future<Tally> client : threads.invokeAll(clients)) {
        all.add(client.get());
      }
      return new Result(
          all.latency.getTotalCount() / (duration.toNanos() / 1e9), all.latency, all.refused);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Tally client(
      int first,
      LongFunction<String> paths,
      LongFunction<String> bodies,
      long warmUntil,
      long until)
      throws IOException {
    Tally tally = new Tally();
    try (Connection connection = new Connection(server, apiKey)) {
      for (long n = first; ; n += connections) {
        String path = paths.apply(n);
        String body = bodies.apply(n);
        long start = System.nanoTime();
        int status = connection.post(path, body);
        long end = System.nanoTime();
        if (end >= until) {
          return tally;
        }
        if (end >= warmUntil) {
          tally.latency.recordValue(Math.min((end - start) / 1000, HIGHEST_MICROS));
          tally.refused += status / 100 == 2 ? 0 : 1;
        }
      }
    }
  }

  private static final class Tally {
    private final Histogram latency = new Histogram(HIGHEST_MICROS, 3);
    private long refused;

    void add(Tally other) {
      latency.add(other.latency);
      refused += other.refused;
    }
  }
}
