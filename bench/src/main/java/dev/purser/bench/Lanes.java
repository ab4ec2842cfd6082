package dev.purser.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.up.ThrowAway;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** One Purser with a backlog: what is timed, in microseconds, as a caller sees it. */
final class Lanes {
  static final long HIGHEST_MICROS = 120_000_000;
  private static final String CROWD = "agent://bench/lanes/crowd";
  private static final String RECEIVER = "agent://bench/lanes/receiver";
  private static final int CONNECTIONS = 32;
  private static final int WARM = 10;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final ThrowAway purser;
  private final PurserClient client;
  private final Jdbi database;
  private int killed;

  Lanes(ThrowAway purser) {
    this.purser = purser;
    this.client = purser.client();
    this.database = purser.purser().database();
  }

  /** What an agent's answer says of its intents. */
  record Progress(long open, long stopping) {}

  /** Hears how far a stop has come. */
  interface Listener {
    void hear(double seconds, Progress progress);
  }

  /** Does all that is timed a few times, unheard. */
  void warm() throws Exception {
    for (int i = 0; i < WARM; i++) {
      long unused = deliver() + kill().told();
    }
  }

  /** How many tasks wait for a workflow. */
  long waiting() {
    return waiting(database);
  }

  /** How many tasks wait there for a workflow. */
  static long waiting(Jdbi database) {
    return database.withHandle(
        handle ->
            handle
                .createQuery("select count(*) from carriage where lane = 2 and due_at <= now()")
                .mapTo(Long.class)
                .one());
  }

  /** Reports once on each of so many tasks of one agent, from many connections. */
  void open(int tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Callable<Integer>> clients = new ArrayList<>();
      for (int c = 0; c < CONNECTIONS; c++) {
        int first = c;
        clients.add(() -> open(first, tasks));
      }
      for (Future<Integer> done : threads.invokeAll(clients)) {
        int unused = done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private int open(int first, int tasks) throws IOException {
    URI url = URI.create(purser.purser().url());
    try (Connection connection = new Connection(url, purser.purser().adminKey())) {
      for (int task = first; task < tasks; task += CONNECTIONS) {
        int status = connection.post("/v1/mesh/metrics", report(CROWD, "task-" + task).toString());
        if (status / 100 != 2) {
          throw new IOException("a report was answered " + status);
        }
      }
      return tasks;
    }
  }

  private static ObjectNode report(String agent, String task) {
    return PurserClient.object().put("agent", agent).put("task", task).put("cost_usd", 0.000001);
  }

  /**
   * How long a kill took.
   *
   * @param force from the request until the ledger has it
   * @param told from the request until the answer to a report that was begun once it was in force
   */
  record Killed(long force, long told) {}

  /** Kills an agent that works. */
  Killed kill() throws InterruptedException {
    String agent = "agent://bench/lanes/killed-" + killed++;
    client.post("/v1/mesh/metrics", report(agent, "work"));
    long began = System.nanoTime();
    CompletableFuture<JsonNode> kill =
        CompletableFuture.supplyAsync(
            () -> client.post(Target.agentPath(agent) + "/kill", PurserClient.object()));
    until(
        "select status = 'KILLED' from account where kind = 'agent' and name = :name",
        "name",
        agent);
    long force = micros(began);
    JsonNode answer = client.post("/v1/mesh/metrics", report(agent, "work"));
    if (!answer.path("directive").asText().equals("KILL")) {
      throw new IllegalStateException("a report after a kill was answered " + answer);
    }
    long told = micros(began);
    JsonNode unused = kill.join();
    return new Killed(force, told);
  }

  private static long micros(long began) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
  }

  private void until(String sql, String name, Object value) throws InterruptedException {
    try (Handle handle = database.open()) {
      while (!handle.createQuery(sql).bind(name, value).mapTo(Boolean.class).one()) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  /**
   * From the request to create an intent until its workflow has journaled that it is handed out.
   */
  long deliver() throws InterruptedException {
    ObjectNode body =
        PurserClient.object()
            .put("intent_type", "bench.lanes.v1")
            .put("correlation_id", UUID.randomUUID().toString())
            .put("to_agent", RECEIVER);
    body.putObject("payload");
    long began = System.nanoTime();
    UUID intent = UUID.fromString(client.post("/v1/intents", body).path("intent_id").asText());
    until("select status <> 'SUBMITTED' from intent where id = :id", "id", intent);
    return micros(began);
  }

  /** Kills the agent with all the tasks; tells how far that is, each time twice as late. */
  void killAll(Listener listener) throws InterruptedException {
    long began = System.nanoTime();
    client.post(Target.agentPath(CROWD) + "/kill", PurserClient.object());
    double next = 0;
    while (System.nanoTime() - began < LONGEST.toNanos()) {
      Progress progress = progress();
      double seconds = (System.nanoTime() - began) / 1e9;
      if (seconds >= next || progress.stopping() == 0) {
        listener.hear(seconds, progress);
        next = Math.max(1, 2 * next);
      }
      if (progress.stopping() == 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private Progress progress() {
    JsonNode agent = client.get(Target.agentPath(CROWD)).path("agent");
    return new Progress(
        agent.path("open_intents").asLong(), agent.path("stopping_intents").asLong());
  }
}
