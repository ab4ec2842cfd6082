package dev.purser.workflows.agent;

import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import dev.purser.workflows.journal.AgentEntry;
import dev.purser.workflows.journal.JournalWriter;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;

/**
 * Tells the agent's open intents of its status: only what is journaled, one fan-out at a time, and
 * from the beginning when something newer is journaled meanwhile.
 */
final class FanOutDesk {
  private final AgentStart start;
  private final AgentBook book;
  private final JournalWriter<AgentEntry> journal;
  private long told;
  private boolean running;

  FanOutDesk(AgentStart start, AgentBook book, JournalWriter<AgentEntry> journal) {
    this.start = start;
    this.book = book;
    this.journal = journal;
    told = start.carried() == null ? 0 : start.carried().told();
  }

  /** Runs beside the workflow for as long as that lives. */
  void loop() {
    while (true) {
      Workflow.await(this::isDue);
      long version = journal.version();
      AgentNews telling = book.telling(version);
      running = true;
      if (tell(telling, version)) {
        told = version;
      }
      running = false;
    }
  }

  /**
   * An entry that waits is followed by a newer version: what it says is told once it is written.
   */
  private boolean isDue() {
    return journal.isIdle() && journal.version() > told;
  }

  private boolean tell(AgentNews telling, long version) {
    Flow.Call<Long> call = Flow.begin(() -> Stubs.fanOut().fanOut(start.address(), telling));
    Workflow.await(() -> call.answer().isCompleted() || journal.version() > version);
    if (!call.answer().isCompleted()) {
      call.stop();
    }
    try {
      call.answer().get();
      return true;
    } catch (ActivityFailure e) {
      // Cancelled for something newer.
      return false;
    }
  }

  /** Whether a new run may begin: a running fan-out would be lost. */
  boolean isIdle() {
    return !running && !isDue();
  }

  long told() {
    return told;
  }
}
