package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.Attributes;
import dev.purser.workflows.Burden;
import dev.purser.workflows.Flow;
import dev.purser.workflows.HoldLines;
import dev.purser.workflows.Refusals;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.Stubs;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.journal.IntentEntry;
import dev.purser.workflows.journal.JournalWriter;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One intent. Handlers may run at any point, also before {@link #run}: each changes the book, and
 * what runs beside them (delivery, journal, reports, time) waits on what the book says.
 */
public final class IntentWorkflowImpl implements IntentWorkflow {
  private static final Set<IntentStatus> RESOLUTIONS =
      Set.of(IntentStatus.COMPLETED, IntentStatus.FAILED, IntentStatus.CANCELED);

  private static final Duration CLOSES = Duration.ofSeconds(1);
  private static final Duration COURIER_COMES = Duration.ofSeconds(1);

  private final IntentStart start;
  private final JournalWriter<IntentEntry> journal;
  private final IntentBook book;
  private final ReportDoor door;
  private final ClaimDesk claims;
  private final DeliveryDesk desk;
  private final Burden burden = new Burden();
  private final Attributes attributes;
  private boolean canceled;
  private boolean keepsTime;
  private int heard;
  private String shown = "";

  @WorkflowInit
  public IntentWorkflowImpl(IntentStart start) {
    this.start = start;
    IntentCarried carried = start.carried();
    journal =
        new JournalWriter<>(
            entries -> Stubs.journalAtOnce().journalIntent(entries),
            entries -> Stubs.journalInTime().journalIntent(entries),
            carried == null ? List.of() : carried.pending());
    attributes = new Attributes(start.attributes(), start.agent());
    book = new IntentBook(start, this::write);
    door = new ReportDoor(start, book, this::refresh);
    claims = new ClaimDesk(start, book, burden, this::over);
    desk = new DeliveryDesk(start, book, burden, claims, this::over);
  }

  @Override
  public IntentView run(IntentStart unused) {
    CancellationScope.current()
        .getCancellationRequest()
        .thenApply(
            reason -> {
              canceled = true;
              cancel("temporal", "canceled in Temporal");
              return reason;
            });
    Flow.undisturbed(
        () -> {
          live();
          return true;
        });
    if (canceled) {
      throw new CanceledFailure("canceled in Temporal");
    }
    return view();
  }

  private void live() {
    Instant courierComes = Flow.now().plus(COURIER_COMES);
    journal.begin();
    door.begin();
    refresh();
    TrackedTask tracked = new TrackedTask(start, book, this::over, desk::mayRoll);
    while (!over()) {
      if (start.tracked()) {
        tracked.live();
      } else {
        desk.serve();
      }
      if (!over() && desk.mayRoll() && Workflow.isEveryHandlerFinished()) {
        Workflow.newContinueAsNewStub(IntentWorkflow.class).run(next());
      }
      if (!over() && desk.mayRoll()) {
        Workflow.await(() -> over() || Workflow.isEveryHandlerFinished());
      }
    }
    if (start.newsFollows()) {
      // A signal that meets the close has Temporal throw away the task that ended the intent.
      Flow.awaitUntil(courierComes, () -> heard > 1 || journal.isSuperseded());
    }
    if (!Workflow.await(CLOSES, this::mayClose)) {
      // The ledger is away. Otherwise the close itself tells whoever still works on it.
      desk.stop();
      Workflow.await(this::mayClose);
    }
  }

  private boolean mayClose() {
    boolean written = journal.isIdle() && (door.isIdle() || journal.isSuperseded());
    return written && Workflow.isEveryHandlerFinished();
  }

  /** Sees to deadlines and ends of windows, with a thread only where there are any. */
  private void keepTime() {
    if (!keepsTime && !over() && book.nextTick() != null) {
      keepsTime = true;
      Flow.undisturbed(() -> Async.procedure(this::tick));
    }
  }

  private void tick() {
    Instant next = book.nextTick();
    while (!over() && next != null) {
      Instant awaited = next;
      if (!awaited.isAfter(Flow.now())) {
        book.tick(Flow.now());
      } else {
        Flow.awaitUntil(awaited, () -> over() || !awaited.equals(book.nextTick()));
      }
      next = book.nextTick();
    }
    keepsTime = false;
  }

  private void write(IntentEntry entry) {
    journal.add(entry);
    refresh();
  }

  /** Whatever changed: sees to what is due by time, and shows it in Temporal's UI. */
  private void refresh() {
    keepTime();
    String details = IntentDetails.of(start, book, door.heldNanos());
    if (!details.equals(shown)) {
      shown = details;
      Workflow.setCurrentDetails(details);
      attributes.show(
          book.status().name(),
          HoldLines.oldest(book.shown()),
          book.standing().intent().costNanos());
    }
  }

  private boolean over() {
    return book.ended() || journal.isSuperseded();
  }

  private void cancel(String actor, String reason) {
    book.end(IntentStatus.CANCELED, actor, reason, null, Flow.now());
  }

  @Override
  public void news(IntentNews news) {
    burden.add();
    heard++;
    book.take(news, Flow.now());
    refresh();
  }

  @Override
  public void agentNews(AgentNews news) {
    burden.add();
    book.take(new IntentNews(null, news), Flow.now());
    refresh();
  }

  @Override
  public void report(ReportBatch batch) {
    burden.add();
    door.take(batch);
    refresh();
  }

  @Override
  public void progress(Progress progress) {
    burden.add();
    claims.signOfLife(Flow.now());
    book.progress(progress, Flow.now());
  }

  @Override
  public void giveBack(GivenBack claim) {
    // A worker of an older version did not know this signal, and went on without it.
    if (Workflow.getVersion("claims-are-given-back", Workflow.DEFAULT_VERSION, 1) > 0) {
      burden.add();
      claims.giveBack(claim.claimId());
    }
  }

  @Override
  public void controls(Controls controls) {
    burden.add();
    book.take(controls);
    refresh();
  }

  @Override
  public Ack pause(Act act) {
    return answered(act.actor(), () -> book.pause(act.actor(), act.reason(), Flow.now()));
  }

  @Override
  public Ack resume(ResumeAct act) {
    return answered(act.actor(), () -> book.resume(act, Flow.now()));
  }

  @Override
  public Ack kill(Act act) {
    String reason = Objects.requireNonNullElse(act.reason(), "killed by " + act.actor());
    return answered(act.actor(), () -> cancel(act.actor(), reason));
  }

  @Override
  public Ack resolve(Resolution resolution) {
    IntentStatus as = resolution.status();
    if (as == null || !RESOLUTIONS.contains(as)) {
      throw Refusals.invalid("status must be COMPLETED, FAILED or CANCELED");
    }
    String actor = resolution.actor();
    return answered(
        actor, () -> book.end(as, actor, resolution.reason(), resolution.result(), Flow.now()));
  }

  @Override
  public Claimed claim(Claim claim) {
    if (claim.claimant().isBlank()) {
      throw Refusals.invalid("claimant is missing: who wants the intent?");
    }
    return Flow.undisturbed(
        () -> {
          Claimed claimed = claims.claim(claim);
          return claimed.granted()
              ? new Claimed(true, claimed.delivery(), null, journal.awaitWritten())
              : claimed;
        });
  }

  /** Not in validators: what they throw reaches the caller without its type. */
  private Ack answered(String actor, Runnable change) {
    if (actor.isBlank()) {
      throw Refusals.invalid("actor is missing: who does this?");
    }
    if (over()) {
      throw Refusals.conflict("the intent has ended: " + book.status());
    }
    return Flow.undisturbed(
        () -> {
          long before = book.seq();
          change.run();
          boolean changed = book.seq() > before;
          IntentStatus status = book.status();
          var parkedBy = HoldLines.oldest(book.shown());
          return new Ack(status.name(), changed, journal.awaitWritten(), parkedBy);
        });
  }

  @Override
  public IntentView view() {
    return new IntentView(
        book.status(),
        book.beneath(),
        book.shown(),
        book.standing().intent().costNanos(),
        book.standing().intent().limitNanos(),
        door.heldNanos(),
        Math.max(0, book.standing().intent().version()),
        Math.max(0, book.standing().agent().version()),
        book.delivery(),
        book.lost(),
        journal.pending().size(),
        book.reason(),
        book.result());
  }

  /** What the next run starts with. */
  private IntentStart next() {
    Standing standing = book.standing();
    IntentCarried carried =
        new IntentCarried(
            book.seq(),
            journal.pending(),
            book.beneath(),
            book.shown(),
            standing.intent(),
            standing.agent(),
            standing.person(),
            standing.own(),
            standing.released(),
            door.held(),
            book.lost());
    return start.next(book, desk, carried);
  }
}
