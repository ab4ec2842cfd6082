package dev.purser.ledger.intents;

import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves checkpoints: all that wait at one moment go into one transaction. An intent whose row
 * someone else holds waits for the next one, so that this never waits while it holds rows itself.
 */
public final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** Most in one transaction; each has up to 256 KiB. */
  private static final int BATCH = 64;

  private static final int QUEUE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofMillis(2);

  private static final String LOCK =
      "select id from intent where id = any(:ids) for no key update skip locked";

  private static final String SAVE =
      """
      update intent set checkpoint = :data,
        checkpoint_delivery = :delivery, checkpoint_seq = :seq, updated_at = now(),
        seen_at = case when :delivery > 0 and seen_delivery <= :delivery then now()
          else seen_at end,
        named_at = case when :delivery > 0 and seen_delivery <= :delivery then now()
          else named_at end,
        seen_delivery = greatest(seen_delivery, :delivery)
      where id = :id and delivery <= :delivery
        and (checkpoint is null
          or (checkpoint_delivery, checkpoint_seq) < (:delivery, :seq)
          or ((checkpoint_delivery, checkpoint_seq) = (:delivery, :seq)
            and checkpoint = :data))
        and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
      """;

  private final Store store;
  private final BlockingQueue<Save> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread = new Thread(this::loop, "checkpoints");
  private volatile boolean open = true;

  private Checkpoints(Store store) {
    this.store = store;
  }

  /** Starts saving. */
  public static Checkpoints start(Store store) {
    Checkpoints checkpoints = new Checkpoints(store);
    checkpoints.thread.start();
    return checkpoints;
  }

  private record Save(
      UUID id, int delivery, long seq, String json, long deadline, CompletableFuture<Void> done) {
    void fail(RuntimeException why) {
      done.completeExceptionally(why);
    }
  }

  /** Returns once it is durable. */
  void save(UUID id, int delivery, long seq, String json) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Save save = new Save(id, delivery, seq, json, deadline, new CompletableFuture<>());
    if (!open || !queue.offer(save) || (!open && queue.remove(save))) {
      throw unavailable();
    }
    try {
      save.done.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw unavailable();
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Refused unavailable() {
    return new Refused(
        Refused.Code.UNAVAILABLE, "the ledger cannot take this now: try again in a moment");
  }

  private void loop() {
    List<Save> waiting = new ArrayList<>();
    while (open || !queue.isEmpty() || !waiting.isEmpty()) {
      take(waiting);
      if (!waiting.isEmpty()) {
        waiting = commit(waiting);
      }
    }
  }

  /** Waits a little: for the first one, or for the rows of those that could not be saved yet. */
  private void take(List<Save> waiting) {
    try {
      Save first = queue.poll((waiting.isEmpty() ? IDLE : PAUSE).toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        waiting.add(first);
      }
    } catch (InterruptedException e) {
      // Nobody ends this thread but close(), which does not interrupt it.
    }
    queue.drainTo(waiting, Math.max(0, BATCH - waiting.size()));
  }

  /** Answers those that it could save or must refuse; returns the others. */
  private List<Save> commit(List<Save> saves) {
    try {
      Outcome outcome = store.write(handle -> run(handle, saves));
      outcome.answers.forEach(Runnable::run);
      return outcome.later;
    } catch (RuntimeException e) {
      if (saves.size() == 1 || e instanceof Refused) {
        saves.forEach(save -> save.fail(e));
        return new ArrayList<>();
      }
      LOG.warn("one of {} checkpoints is to blame: {}", saves.size(), e.toString());
      List<Save> later = new ArrayList<>();
      saves.forEach(save -> later.addAll(commit(List.of(save))));
      return later;
    }
  }

  /** What is to be said once the transaction is durable, and who has to wait. */
  private record Outcome(List<Runnable> answers, List<Save> later) {}

  private static Outcome run(Handle handle, List<Save> saves) {
    Set<UUID> locked =
        handle
            .createQuery(LOCK)
            .bindArray("ids", UUID.class, saves.stream().map(Save::id).distinct().toList())
            .mapTo(UUID.class)
            .set();
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
    List<Save> now = new ArrayList<>();
    for (Save save : saves) {
      if (locked.contains(save.id)) {
        now.add(save);
      } else if (IntentRows.find(handle, save.id).isEmpty()) {
        refuse(handle, save, outcome);
      } else if (System.nanoTime() - save.deadline > 0) {
        outcome.answers.add(() -> save.fail(unavailable()));
      } else {
        outcome.later.add(save);
      }
    }
    write(handle, now, outcome);
    return outcome;
  }

  private static void write(Handle handle, List<Save> saves, Outcome outcome) {
    if (saves.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(SAVE);
    for (Save save : saves) {
      batch
          .bind("id", save.id)
          .bind("delivery", save.delivery)
          .bind("seq", save.seq)
          .bind("data", save.json)
          .add();
    }
    int[] saved = batch.execute();
    for (int i = 0; i < saved.length; i++) {
      Save save = saves.get(i);
      if (saved[i] == 0) {
        refuse(handle, save, outcome);
      } else {
        outcome.answers.add(() -> save.done.complete(null));
      }
    }
  }

  private static void refuse(Handle handle, Save save, Outcome outcome) {
    Refused why = whyNot(handle, save);
    outcome.answers.add(() -> save.fail(why));
  }

  private static Refused whyNot(Handle handle, Save save) {
    Intent intent;
    try {
      intent = IntentRows.require(handle, save.id);
    } catch (Refused unknown) {
      return unknown;
    }
    String why;
    if (intent.status().isTerminal()) {
      why = "the intent is " + intent.status();
    } else if (save.delivery < intent.delivery()) {
      why = "delivery " + save.delivery + " was superseded by delivery " + intent.delivery();
    } else {
      Intent.Checkpoint last = intent.checkpoint();
      why =
          "checkpoint "
              + save.seq
              + " of delivery "
              + save.delivery
              + " is not newer than the one kept"
              + (last == null ? "" : ", " + last.seq() + " of delivery " + last.delivery());
    }
    return new Refused(Refused.Code.CONFLICT, why);
  }

  /** Saves what was taken; what comes later is refused. */
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
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
