package dev.purser.ledger.intake;

import dev.purser.domain.price.PriceBook;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes everything that changes money: all requests that wait at one moment go into one
 * transaction, and each is answered once that is durable.
 */
public final class Intake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** Most requests in one transaction. */
  private static final int BATCH = 1_000;

  /** Most requests that wait; more are told to come again. */
  private static final int QUEUE = 10_000;

  /** How long a request may wait for a database that is away. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration SWEEP = Duration.ofSeconds(2);

  /**
   * How long the thread waits for a request at a time, and so the most that closing waits for it.
   */
  private static final Duration WAIT = Duration.ofMillis(50);

  private final BlockingQueue<Ticket<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Pricer pricer;
  private final Committer committer;
  private final Expiries expiries;
  private final Thread thread;
  private volatile boolean open = true;

  private Intake(
      DataSource source, LedgerSettings settings, Supplier<PriceBook> prices, LedgerClock clock) {
    pricer = new Pricer(prices, settings);
    committer = new Committer(source, new Batch(settings, pricer, clock));
    expiries = new Expiries(source, clock);
    thread = new Thread(this::loop, "intake");
  }

  /** Starts taking. */
  public static Intake start(
      DataSource source, LedgerSettings settings, Supplier<PriceBook> prices) {
    return start(source, settings, prices, LedgerClock.OF_DATABASE);
  }

  /** Starts taking, by another clock. */
  public static Intake start(
      DataSource source, LedgerSettings settings, Supplier<PriceBook> prices, LedgerClock clock) {
    Intake intake = new Intake(source, settings, prices, clock);
    intake.thread.start();
    return intake;
  }

  /**
   * Answers once what was asked for is durable; a refusal is a {@link Refused}, UNAVAILABLE where
   * the database is away or too much waits.
   */
  public <R> CompletableFuture<R> submit(Request<R> request) {
    Ticket<R> ticket;
    try {
      ticket = ticket(request);
    } catch (Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
    if (!open || !queue.offer(ticket)) {
      return CompletableFuture.failedFuture(Committer.unavailable());
    }
    if (!open && queue.remove(ticket)) {
      return CompletableFuture.failedFuture(Committer.unavailable());
    }
    return ticket.future();
  }

  private <R> Ticket<R> ticket(Request<R> request) {
    Instant now = Instant.now();
    Quote quote = pricer.quote(request, now);
    Quote next = null;
    if (request instanceof Request.Report report && report.next() != null) {
      next = pricer.quote(report.next(), now);
    }
    return new Ticket<>(request, quote, next, System.nanoTime() + PATIENCE.toNanos());
  }

  private void loop() {
    long sweptAt = System.nanoTime();
    while (open || !queue.isEmpty()) {
      try {
        List<Ticket<?>> tickets = take();
        if (open && System.nanoTime() - sweptAt > SWEEP.toNanos()) {
          expiries.find().forEach(release -> tickets.add(ticket(release)));
          sweptAt = System.nanoTime();
        }
        if (!tickets.isEmpty()) {
          committer.commit(tickets);
        }
      } catch (RuntimeException e) {
        LOG.error("Intake goes on after a defect", e);
      }
    }
  }

  private List<Ticket<?>> take() {
    List<Ticket<?>> tickets = new ArrayList<>();
    Ticket<?> first = await();
    if (first != null) {
      tickets.add(first);
      queue.drainTo(tickets, BATCH - 1);
    }
    return tickets;
  }

  private @Nullable Ticket<?> await() {
    try {
      return queue.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody ends this thread but close(), which does not interrupt it: it may be committing.
      return null;
    }
  }

  /** How many requests wait to be taken. */
  public int waiting() {
    return queue.size();
  }

  /** Why requests are not taken; null: they are. */
  public @Nullable String trouble() {
    return troubleAt(System.nanoTime());
  }

  @Nullable String troubleAt(long nanoTime) {
    if (!thread.isAlive()) {
      return "has stopped: nothing is taken until this server is started anew";
    }
    Ticket<?> first = queue.peek();
    return first != null && first.isOverdue(nanoTime)
        ? "does not keep up: the first of "
            + queue.size()
            + " requests waits longer than "
            + PATIENCE.toSeconds()
            + " s"
        : null;
  }

  /** Completes what was taken; what comes later is refused. */
  @Override
  public void close() {
    open = false;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    committer.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
