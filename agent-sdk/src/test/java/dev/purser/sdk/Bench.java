package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.workflows.delivery.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** One delivery's meter and checkpoint against a fake Purser, without Temporal. */
final class Bench implements AutoCloseable {
  /** For how long a test waits for what must come. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  final FakePurser purser = new FakePurser();
  final String intent = UUID.randomUUID().toString();
  final Stop stop = new Stop(Thread.currentThread());
  final Tab tab;
  final Meter meter;
  final Checkpoint checkpoint;
  final Spool spool;
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

  Bench() {
    this(OnDenied.PARK);
  }

  Bench(OnDenied onDenied) {
    this(null, null, 10_000, onDenied);
  }

  Bench(Usd remaining, Usd offline, int capacity) {
    this(remaining, offline, capacity, OnDenied.PARK);
  }

  private Bench(Usd remaining, Usd offline, int capacity, OnDenied onDenied) {
    Delivery delivery = delivery(intent, remaining, offline);
    Http http = http(purser.url());
    spool = new Spool(http, SpoolDisk.none(), capacity, Duration.ofMillis(200));
    tab = new Tab(delivery, Usd.of("1"), new Uncounted(), stop);
    meter =
        new LedgerMeter(
            delivery,
            intent + ":1:1:run:",
            http,
            spool,
            tab,
            stop,
            new StopReason(http, intent, stop),
            scheduler,
            Duration.ofMillis(300),
            onDenied,
            Clock.systemUTC());
    checkpoint = new Checkpoint(delivery, http::post, tab, stop);
  }

  static Http http(String urls) {
    return new Http(Servers.of(urls), "key", Duration.ofSeconds(5), new Gate("agent://org/worker"));
  }

  static Delivery delivery(String intent, Usd remaining, Usd offline) {
    return new Delivery(
        intent,
        "agent://org/worker",
        1,
        "ticket.answer.v1",
        UUID.randomUUID().toString(),
        "{\"ticket\": 7}",
        "ticket-7",
        Map.of("team", "blue"),
        "{\"step\": 4}",
        4,
        null,
        null,
        remaining == null ? null : remaining.nanos(),
        30_000,
        offline == null ? null : offline.nanos());
  }

  @Override
  public void close() {
    stop.finished();
    spool.close();
    scheduler.shutdownNow();
    purser.close();
  }
}
