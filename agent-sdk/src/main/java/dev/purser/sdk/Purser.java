package dev.purser.sdk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.workflows.delivery.Delivery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Purser for work that it does not deliver: a script, a batch, a request handler. What it works on
 * is named, and tracked as an intent under that name.
 *
 * <pre>{@code
 * try (Purser purser = Purser.client("http://127.0.0.1:8080", apiKey);
 *     TrackedTask task = purser.task("agent://myorg/production/bot", "ticket-4711")) {
 *   String answer = task.meter().call(Usd.of("0.05"), call -> …, said -> Spend.of(…));
 *   task.complete(Map.of("answer", answer));
 * }
 * }</pre>
 */
public final class Purser implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int SPOOL_CAPACITY = 10_000;
  private static final Usd OFFLINE = Usd.of("1");

  private final Http http;
  private final Spool spool;
  private final ScheduledThreadPoolExecutor scheduler = PurserAgent.background();
  private final Uncounted uncounted = new Uncounted();
  private final Set<Stop> atWork = ConcurrentHashMap.newKeySet();
  private final Gate gate = new Gate("the work of this client");

  private Purser(String urls, String apiKey, SpoolDisk disk) {
    this.http = new Http(Servers.of(urls), apiKey, TIMEOUT, gate);
    this.spool = new Spool(http, disk, SPOOL_CAPACITY, GRACE);
    gate.keptBy(
        new Gate.Keeper() {
          @Override
          public void open() {}

          @Override
          public void close(String why) {
            atWork.forEach(stop -> stop.order(Parked.handedBack(why)));
          }
        });
  }

  /**
   * A client with this key; reports that Purser does not have yet outlive this process in {@code
   * .purser-spool} of the working directory, and are sent by the next client of the same key.
   *
   * @param urls where Purser's API is; several servers of one ledger stand with commas between
   */
  public static Purser client(String urls, String apiKey) {
    return client(urls, apiKey, Path.of(".purser-spool"));
  }

  /** The same with another directory for the reports that Purser does not have yet. */
  public static Purser client(String urls, String apiKey, Path spoolDirectory) {
    String key = Http.key(apiKey);
    // Named after the key, which is not to be read there: another key's reports are not its to
    // send.
    UUID name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    String client = "client-" + name.toString().substring(0, 8);
    return new Purser(urls, key, SpoolDisk.in(spoolDirectory, client));
  }

  /**
   * Begins, or goes on with, the work on something you name, such as a ticket. Where Purser does
   * not answer it begins all the same, on the allowance for that; the log says so.
   *
   * @param agent whose work it is: {@code agent://org/workspace/name}
   * @throws IntentStopped where the agent or the task is stopped already
   * @throws PurserRefused where Purser answers that the key or the agent is wrong
   */
  public TrackedTask task(String agent, String name) {
    AgentAddress address = AgentAddress.parse(agent);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a task must have a name");
    }
    TrackedTask task = new TrackedTask(this, address, name);
    boolean open = false;
    try {
      task.open();
      open = true;
      return task;
    } finally {
      if (!open) {
        task.forget();
      }
    }
  }

  /** Opens the task by a report of nothing, or finds it open; what it says is the caller's. */
  Http.Answer ask(ObjectNode opening) throws Http.Away {
    Http.Answer answer = http.ask("/v1/mesh/metrics", opening);
    if (answer.isGood()) {
      gate.open();
    }
    return answer;
  }

  Http http() {
    return http;
  }

  Spool spool() {
    return spool;
  }

  ScheduledThreadPoolExecutor scheduler() {
    return scheduler;
  }

  Tab tab(Delivery delivery, Stop stop) {
    return new Tab(delivery, OFFLINE, uncounted, stop);
  }

  void begun(Stop stop) {
    atWork.add(stop);
  }

  void ended(Stop stop) {
    atWork.remove(stop);
  }

  /**
   * How many reports Purser does not have yet: those under way just now, and while it does not
   * answer all since. The log says once a minute how many wait, and when Purser takes them again.
   */
  public int waitingReports() {
    return spool.size();
  }

  /** What those reports come to, by the sdk's list prices where they tell no amount. */
  public Usd waitingUsd() {
    return spool.worth();
  }

  /** Sends what is to be sent; the log says what could not be. */
  @Override
  public void close() {
    spool.close();
    scheduler.shutdownNow();
  }
}
