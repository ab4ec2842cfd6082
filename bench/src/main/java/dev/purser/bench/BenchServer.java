package dev.purser.bench;

import dev.purser.standalone.up.ThrowAway;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A whole Purser on a throw-away data directory, with the baseline's endpoint beside its own. */
final class BenchServer implements AutoCloseable {
  private final ThrowAway purser;

  private BenchServer(ThrowAway purser) {
    this.purser = purser;
  }

  static BenchServer start() {
    System.out.printf(
        "Java %s, %d processors, PostgreSQL and Temporal on the same machine%n",
        Runtime.version(), Runtime.getRuntime().availableProcessors());
    return new BenchServer(ThrowAway.start(List.of(new NoOpResource())));
  }

  /** Gives the agent a day limit that no run reaches, so that rules are looked at and none acts. */
  void allow(String agent) {
    purser
        .client()
        .setPolicy(
            agent, "{\"rules\":[{\"period\":\"day\",\"limit_usd\":900000,\"action\":\"pause\"}]}");
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
