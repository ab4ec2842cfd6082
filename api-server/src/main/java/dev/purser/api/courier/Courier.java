package dev.purser.api.courier;

import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.courier.Bell;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.courier.Lane;
import dev.purser.ledger.courier.Parcel;
import dev.purser.ledger.journal.Unstarted;
import dev.purser.workflows.TemporalAway;
import io.dropwizard.lifecycle.Managed;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries news from the ledger to the workflows, at its own pace: each lane has its own share, and
 * one message is on its way to each workflow. Any number of couriers may work on one ledger; what
 * one of them leaves lying the others carry on.
 */
public final class Courier implements Managed {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration AWAY = Duration.ofSeconds(1);

  /** How often it looks whether the workflows it started have run. */
  private static final Duration LOOK = Duration.ofMillis(25);

  /** So many that have not run end a look: those that were started later wait behind them. */
  private static final int ENOUGH = 2;

  /** Killed before they were started: what is ended in one transaction, and how often it looks. */
  private static final int ENDED_AT_ONCE = 200;

  private static final Duration BETWEEN_ENDS = Duration.ofMillis(100);

  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final String name = UUID.randomUUID().toString();
  private final CourierSettings settings;
  private final CourierWatch watch;
  private final Carriage carriage;
  private final Bell bell;
  private final Carrier carrier;
  private final Sweep sweep;
  private final Wake work = new Wake();
  private final Wake toSweep = new Wake();
  private final Wake toLook = new Wake();
  private final Wake toEnd = new Wake();
  private final Pace pace;
  private final StartWindow window = new StartWindow();
  private final TemporalDoor temporal;
  private final Unstarted unstarted;
  private final List<Thread> threads = new ArrayList<>();
  private final ExecutorService pool;
  private volatile boolean running = true;

  public Courier(
      Ledger ledger, WorkflowClient client, CourierSettings settings, CourierWatch watch) {
    this.settings = settings;
    this.watch = watch;
    this.pace = new Pace(settings.shares().byLane(), AWAY);
    this.carriage = ledger.carriage();
    this.temporal = new TemporalDoor(client);
    this.unstarted = ledger.unstarted();
    this.bell = ledger.bell();
    Starter starter =
        new Starter(client, carriage, settings.heartbeatTimeout(), ledger.assumedPrice());
    this.carrier = new Carrier(ledger, client, starter, watch);
    this.sweep = new Sweep(ledger, carrier, settings.sweptPerSecond());
    AtomicInteger count = new AtomicInteger();
    this.pool =
        Executors.newFixedThreadPool(
            settings.shares().sum(), task -> daemon(task, "courier-" + count.incrementAndGet()));
  }

  private static Thread daemon(Runnable task, String threadName) {
    Thread thread = new Thread(task, threadName);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void start() {
    threads.add(daemon(() -> repeat(this::carryDue), "courier"));
    threads.add(daemon(() -> repeat(this::listen), "courier-bell"));
    threads.add(daemon(() -> repeat(this::sweepAll), "courier-sweep"));
    threads.add(daemon(() -> repeat(this::seeWhatRan), "courier-starts"));
    threads.add(daemon(() -> repeat(this::endUnstarted), "courier-ends"));
    threads.forEach(Thread::start);
  }

  /** A turn of one of the courier's threads. */
  private interface Turn {
    void take() throws InterruptedException;
  }

  private void repeat(Turn turn) {
    while (running) {
      try {
        turn.take();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!running || !rest(e)) {
          return;
        }
      }
    }
  }

  /** Waits a moment after something went wrong; false: interrupted. */
  private static boolean rest(RuntimeException e) {
    boolean away = e instanceof Refused || TemporalAway.isToldBy(e);
    LOG.atLevel(away ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.ERROR)
        .setCause(e)
        .log("a courier rests and tries again");
    try {
      TimeUnit.MILLISECONDS.sleep(AWAY.toMillis());
      return true;
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  private void listen() throws InterruptedException {
    if (bell.await(settings.poll())) {
      work.ring();
      toEnd.ring();
    }
  }

  /** In the ledger alone, whether Temporal answers or not. */
  private void endUnstarted() throws InterruptedException {
    if (unstarted.end(ENDED_AT_ONCE) == 0) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_ENDS.toMillis());
      toEnd.await(settings.poll());
    }
  }

  private void sweepAll() throws InterruptedException {
    sweep.run();
    toSweep.await(settings.sweepEvery());
  }

  private void carryDue() throws InterruptedException {
    if (pace.isAway() && !temporal.answers()) {
      // Nothing is claimed to find that out: what nobody tried to start can be ended without it.
      pace.unanswered();
      work.await(AWAY);
      return;
    }
    Map<Lane, Integer> free = free();
    List<Parcel> parcels =
        free.isEmpty() ? List.of() : carriage.claim(name, settings.lease(), free);
    for (Parcel parcel : parcels) {
      pace.begin(parcel.lane());
      pool.execute(() -> carry(parcel));
    }
    // Each message that arrives rings; where a lane has more to carry it is claimed then.
    work.await(settings.poll());
  }

  private Map<Lane, Integer> free() {
    Map<Lane, Integer> free = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      int most = pace.free(lane);
      if (lane == Lane.STARTS) {
        most = Math.min(most, window.free(pace.underWay(lane)));
      }
      if (most > 0) {
        free.put(lane, most);
      }
    }
    return free;
  }

  /** Apart from the claiming of news, which waits for no answer of Temporal's. */
  private void seeWhatRan() throws InterruptedException {
    List<String> waiting = window.waiting();
    if (waiting.isEmpty()) {
      toLook.await(settings.poll());
      return;
    }
    List<String> ran = new ArrayList<>();
    Iterator<String> oldest = waiting.iterator();
    for (int queued = 0; queued < ENOUGH && oldest.hasNext(); ) {
      String workflowId = oldest.next();
      if (temporal.isQueued(workflowId)) {
        queued++;
      } else {
        ran.add(workflowId);
      }
    }
    window.ran(ran, System.nanoTime());
    if (!ran.isEmpty()) {
      work.ring();
    }
    TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
  }

  private void carry(Parcel parcel) {
    try {
      carrier.carry(parcel);
      if (parcel.lane() == Lane.STARTS) {
        window.started(parcel.workflowId(), System.nanoTime());
        toLook.ring();
      }
      carriage.done(name, parcel);
      temporalAnswered();
    } catch (RuntimeException e) {
      fail(parcel, e);
    } finally {
      pace.end(parcel.lane());
      work.ring();
    }
  }

  private void temporalAnswered() {
    if (pace.answered()) {
      LOG.info("Temporal answers again: carrying on");
      // It may have come back without its memory.
      toSweep.ring();
    }
  }

  private void fail(Parcel parcel, RuntimeException e) {
    watch.count(CourierWatch.Event.FAILED);
    boolean away = TemporalAway.isToldBy(e);
    if (away && pace.unanswered()) {
      LOG.warn("Temporal does not answer: news wait in the ledger ({})", e.toString());
    } else if (!away && running) {
      LOG.warn("{} could not be reached, trying again", parcel.workflowId(), e);
    }
    try {
      carriage.failed(name, parcel, away ? AWAY : backoff(parcel.attempts()));
    } catch (RuntimeException again) {
      LOG.debug("the ledger is away: the lease of {} runs out", parcel.workflowId(), again);
    }
  }

  private static Duration backoff(int attempts) {
    Duration wanted = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts, 10));
    return wanted.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : wanted;
  }

  /** Whether it has found Temporal away and not yet back. */
  public boolean isTemporalAway() {
    return pace.isAway();
  }

  /** Finishes what is on its way. */
  @Override
  public void stop() throws InterruptedException {
    running = false;
    threads.forEach(Thread::interrupt);
    pool.shutdown();
    if (!pool.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
      pool.shutdownNow();
    }
    for (Thread thread : threads) {
      thread.join(FAREWELL.toMillis());
    }
    bell.close();
  }
}
