package dev.purser.workflows.journal;

import dev.purser.workflows.Flow;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes a workflow's entries to the ledger, in order. One try as a local activity: what it cannot
 * write stays here and goes by an ordinary activity that is retried without end, because a local
 * activity that retries would hold up the workflow's commands, a kill among them.
 *
 * @param <E> the kind of entry
 */
public final class JournalWriter<E> {
  private static final int BATCH = 50;

  private final Function<List<E>, Journaled> atOnce;
  private final Function<List<E>, Journaled> inTime;
  private final List<E> outbox;
  private long added;
  private long taken;
  private long version;
  private boolean writing;
  private boolean away;
  private boolean superseded;

  /**
   * @param atOnce one short try
   * @param inTime retried until the ledger is back
   * @param pending what an earlier run could not write
   */
  public JournalWriter(
      Function<List<E>, Journaled> atOnce, Function<List<E>, Journaled> inTime, List<E> pending) {
    this.atOnce = atOnce;
    this.inTime = inTime;
    outbox = new ArrayList<>(pending);
    added = pending.size();
  }

  /** Takes the entry, and begins to write unless that is under way. */
  public void add(E entry) {
    outbox.add(entry);
    added++;
    begin();
  }

  /**
   * Begins to write what waits. A thread of its own only while there is something: workflows in
   * memory are bounded by their threads.
   */
  public void begin() {
    if (!writing && !isIdle()) {
      writing = true;
      Flow.undisturbed(() -> Async.procedure(this::drain));
    }
  }

  private void drain() {
    while (!isIdle()) {
      List<E> batch = List.copyOf(outbox.subList(0, Math.min(BATCH, outbox.size())));
      Journaled answer = write(batch);
      superseded = answer.superseded();
      version = answer.version();
      outbox.subList(0, batch.size()).clear();
      taken += batch.size();
    }
    writing = false;
  }

  private Journaled write(List<E> batch) {
    try {
      return atOnce.apply(batch);
    } catch (ActivityFailure e) {
      away = true;
      Journaled answer = inTime.apply(batch);
      away = false;
      return answer;
    }
  }

  /** Waits until all added so far is written, or the ledger turns out to be away: then false. */
  public boolean awaitWritten() {
    long mine = added;
    Workflow.await(() -> taken >= mine || away || superseded);
    return taken >= mine;
  }

  /** Whether the ledger has everything. */
  public boolean isIdle() {
    return outbox.isEmpty() || superseded;
  }

  /** Whether a newer run of the same intent or agent has taken over: this one must end. */
  public boolean isSuperseded() {
    return superseded;
  }

  /** The version that the last entry left behind; 0 before the first. */
  public long version() {
    return version;
  }

  /** What the ledger does not have yet, in order. */
  public List<E> pending() {
    return List.copyOf(outbox);
  }
}
