package dev.purser.workflows.agent;

import dev.purser.domain.policy.Directive;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.Attributes;
import dev.purser.workflows.Burden;
import dev.purser.workflows.Flow;
import dev.purser.workflows.HoldLines;
import dev.purser.workflows.Refusals;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.Stubs;
import dev.purser.workflows.journal.AgentEntry;
import dev.purser.workflows.journal.JournalWriter;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;

/** One agent. Handlers change the book; journal, fan-out and time run beside them. */
public final class AgentWorkflowImpl implements AgentWorkflow {
  private final AgentStart start;
  private final JournalWriter<AgentEntry> journal;
  private final AgentBook book;
  private final FanOutDesk desk;
  private final MessageDesk messages = new MessageDesk();
  private final Burden burden = new Burden();
  private final Attributes attributes;
  private String shown = "";

  @WorkflowInit
  public AgentWorkflowImpl(AgentStart start) {
    this.start = start;
    AgentCarried carried = start.carried();
    journal =
        new JournalWriter<>(
            entries -> Stubs.journalAtOnce().journalAgent(entries),
            entries -> Stubs.journalInTime().journalAgent(entries),
            carried == null ? List.of() : carried.pending());
    attributes = new Attributes(start.attributes(), start.address());
    book = new AgentBook(start, this::write);
    desk = new FanOutDesk(start, book, journal);
  }

  @Override
  public void run(AgentStart unused) {
    // A cancel ends it; it is started again with the next news.
    book.begin(Flow.now());
    journal.begin();
    Async.procedure(desk::loop);
    messages.take(untold());
    show();
    while (!journal.isSuperseded()) {
      Instant next = book.nextTick();
      if (next == null) {
        Workflow.await(() -> journal.isSuperseded() || mayRoll() || book.nextTick() != null);
      } else if (next.isAfter(Flow.now())) {
        Flow.awaitUntil(
            next, () -> journal.isSuperseded() || mayRoll() || !next.equals(book.nextTick()));
      } else {
        book.tick(Flow.now());
      }
      if (mayRoll() && !journal.isSuperseded()) {
        Workflow.newContinueAsNewStub(AgentWorkflow.class).run(next());
      }
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  /** What the run before had in hand, or the ledger knew when it had this one started. */
  private List<Untold> untold() {
    AgentCarried carried = start.carried();
    AgentNews news = start.news();
    if (carried != null) {
      return carried.untold();
    }
    return news == null ? List.of() : news.untold();
  }

  /** Messages are not waited for: the next run sends what this one has in hand. */
  private boolean mayRoll() {
    return burden.isFull() && desk.isIdle() && Workflow.isEveryHandlerFinished();
  }

  private void write(AgentEntry entry) {
    journal.add(entry);
    show();
  }

  /** Shows in Temporal's UI what has changed. */
  private void show() {
    String details = AgentDetails.of(start.address(), book);
    if (!details.equals(shown)) {
      shown = details;
      Workflow.setCurrentDetails(details);
      attributes.show(
          book.status().name(), HoldLines.oldest(book.shown()), book.news().todayNanos());
    }
  }

  @Override
  public void news(AgentNews news) {
    burden.add();
    book.take(news, Flow.now());
    messages.take(news.untold());
    show();
  }

  @Override
  public Ack pause(Act act) {
    return answered(
        act.actor(), () -> book.stop(Directive.PARK, act.actor(), act.reason(), Flow.now()));
  }

  @Override
  public Ack resume(ResumeAct act) {
    return answered(act.actor(), () -> book.resume(act, Flow.now()));
  }

  @Override
  public Ack kill(Act act) {
    return answered(
        act.actor(), () -> book.stop(Directive.KILL, act.actor(), act.reason(), Flow.now()));
  }

  private Ack answered(String actor, Runnable change) {
    if (actor.isBlank()) {
      throw Refusals.invalid("actor is missing: who does this?");
    }
    return Flow.undisturbed(
        () -> {
          long before = book.seq();
          change.run();
          boolean changed = book.seq() > before;
          String status = book.status().name();
          var parkedBy = HoldLines.oldest(book.shown());
          return new Ack(status, changed, journal.awaitWritten(), parkedBy);
        });
  }

  @Override
  public AgentView view() {
    return new AgentView(
        book.status(),
        book.shown(),
        Math.max(0, Math.max(book.news().version(), journal.version())),
        desk.told(),
        journal.pending().size(),
        messages.inHand().size());
  }

  /** What the next run starts with. */
  private AgentStart next() {
    AgentCarried carried =
        new AgentCarried(
            book.seq(),
            journal.pending(),
            book.news(),
            book.person(),
            book.shown(),
            book.released(),
            desk.told(),
            messages.inHand());
    return new AgentStart(start.address(), start.run(), start.attributes(), null, carried);
  }
}
