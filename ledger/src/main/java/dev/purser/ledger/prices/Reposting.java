package dev.purser.ledger.prices;

import dev.purser.domain.price.ModelPrice;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what was counted at an assumed price anew, once the price is known: in the background, in
 * the order of the ledger, some entries at a time, and with pauses, so that reports go first.
 */
public final class Reposting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reposting.class);

  /** Entries that stand in Intake at a time. */
  private static final int BATCH = 100;

  private static final Duration REST = Duration.ofSeconds(1);

  private final UUID me = UUID.randomUUID();
  private final Prices prices;
  private final Intake intake;
  private final RepostingRows rows;
  private final Semaphore called = new Semaphore(0);
  private final Thread thread = new Thread(this::loop, "reposting");
  private volatile boolean open = true;
  private @Nullable Instant begun;

  private Reposting(Store store, Prices prices, Intake intake) {
    this.prices = prices;
    this.intake = intake;
    this.rows = new RepostingRows(store);
    thread.setDaemon(true);
  }

  /** Starts the thread that goes on with whatever is unfinished. */
  public static Reposting start(Store store, Prices prices, Intake intake) {
    Reposting reposting = new Reposting(store, prices, intake);
    reposting.thread.start();
    return reposting;
  }

  /**
   * Adds a price and begins to repost what was assumed for want of it. The same price again adds
   * nothing, and goes on with what is unfinished.
   *
   * @return how far it is with each model that has this price
   * @throws Refused CONFLICT if the model has another price from that very time on
   */
  public Begun add(ModelPrice price, String actor) {
    Prices.Added added = prices.add(price, actor);
    List<String> models = prices.repriceable(price.model());
    models.forEach(model -> rows.begin(model, actor, added.anew()));
    called.release();
    return new Begun(
        added.line(), progress().stream().filter(one -> models.contains(one.model())).toList());
  }

  /** A price, and what is reposted at it. */
  public record Begun(PriceLine price, List<Reposted> reposting) {}

  /** How far all of it is, the latest first. */
  public List<Reposted> progress() {
    return rows.all();
  }

  private void loop() {
    while (open) {
      try {
        long began = System.nanoTime();
        boolean more = step();
        rest(more ? Duration.ofNanos(System.nanoTime() - began) : REST);
      } catch (Refused e) {
        LOG.debug("reposting waits for the ledger", e);
        rest(REST);
      } catch (RuntimeException e) {
        LOG.warn("reposting failed and is tried again", e);
        rest(REST);
      }
    }
  }

  /** As long as it took: Intake is its own for half of the time at most. */
  private void rest(Duration time) {
    try {
      if (called.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
        called.drainPermits();
      }
    } catch (InterruptedException e) {
      // Nobody ends this thread but close().
      open = false;
    }
  }

  /** Reposts a few entries; whether there may be more. */
  private boolean step() {
    Optional<RepostingRows.Job> found = rows.lease(me);
    if (found.isEmpty()) {
      return false;
    }
    RepostingRows.Job job = found.get();
    if (!job.startedAt().equals(begun)) {
      // The price may have been added by another server.
      prices.refresh();
      begun = job.startedAt();
    }
    List<AssumedEntry> entries = rows.next(job, BATCH);
    if (entries.isEmpty()) {
      rows.finish(me, job);
    } else {
      rows.advance(me, job, entries, repost(entries, job.actor()));
    }
    return true;
  }

  /** How many of these stand at the known price then. */
  private long repost(List<AssumedEntry> entries, String actor) {
    List<CompletableFuture<Outcome.Reported>> sent =
        entries.stream()
            .filter(entry -> !entry.reposted())
            .map(
                entry ->
                    intake.submit(
                        new Request.Repost(
                            entry.agent(),
                            entry.intentId(),
                            entry.entryId(),
                            entry.postedAt(),
                            actor)))
            .toList();
    long reposted = entries.stream().filter(AssumedEntry::reposted).count();
    for (CompletableFuture<Outcome.Reported> one : sent) {
      if (isDone(one)) {
        reposted++;
      }
    }
    return reposted;
  }

  /** False where it cannot be reposted; what may pass is thrown, and the whole is tried again. */
  private static boolean isDone(CompletableFuture<Outcome.Reported> one) {
    try {
      one.join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Refused refused) {
        if (refused.code() == Refused.Code.UNAVAILABLE) {
          throw refused;
        }
        return false;
      }
      LOG.error("an entry cannot be reposted", e);
      return false;
    }
  }

  /** Ends after the entries in hand; the next start goes on. */
  @Override
  public void close() {
    open = false;
    called.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
