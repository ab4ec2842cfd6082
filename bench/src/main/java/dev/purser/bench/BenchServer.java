package dev.purser.bench;

import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.up.ThrowAway;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Jdbi;

/** A whole Purser on a throw-away data directory, with the baseline's endpoint beside its own. */
final class BenchServer implements AutoCloseable {
  static final int WARM_CONNECTIONS = 32;
  private static final Duration WARM = Duration.ofSeconds(5);

  private final ThrowAway purser;

  private BenchServer(ThrowAway purser) {
    this.purser = purser;
  }

  static BenchServer start() {
    ThrowAway purser = ThrowAway.start(List.of(new NoOpResource()));
    System.out.printf(
        "Java %s, %d processors; on the same machine: PostgreSQL (fsync on), Temporal (%s)%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        purser.purser().temporal().description());
    return new BenchServer(purser);
  }

  /** Gives the agent a day limit that no run reaches, so that rules are looked at and none acts. */
  void allow(String agent) {
    purser
        .client()
        .setPolicy(
            agent, "{\"rules\":[{\"period\":\"day\",\"limit_usd\":900000,\"action\":\"pause\"}]}");
  }

  /**
   * Opens the tasks with a report each and waits until every one has its workflow: starting a
   * thousand workflows is work that goes on long after the reports are answered.
   */
  void open(String agent, List<String> tasks) throws InterruptedException {
    PurserClient client = purser.client();
    for (String task : tasks) {
      client.post(
          "/v1/mesh/metrics",
          PurserClient.object().put("agent", agent).put("task", task).put("cost_usd", 0.000001));
    }
    Jdbi database = purser.purser().database();
    while (Lanes.waiting(database) > 0) {
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  /**
   * Sends to the baseline and to Purser unheard, from {@link #WARM_CONNECTIONS}, so that the first
   * figure is not that of a cold server.
   */
  void warm(LongFunction<String> paths, LongFunction<String> bodies) throws InterruptedException {
    Load load = load(WARM_CONNECTIONS, WARM);
    load.post("/bench/no-op", bodies);
    load.post(paths, bodies);
  }

  Load load(int connections, Duration duration) {
    return new Load(
        URI.create(purser.purser().url()), purser.purser().adminKey(), connections, duration);
  }

  @Override
  public void close() {
    purser.close();
  }
}
