package dev.purser.workflows.summary;

import dev.purser.workflows.Flow;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Sleeps until the time of day, has the day before told, and goes on as a new run the next day. */
public final class SummaryWorkflowImpl implements SummaryWorkflow {
  private final SummaryStart start;
  private final SummaryDesk desk = new SummaryDesk();
  private SummarySettings settings;
  private @Nullable LocalDate told;
  private @Nullable Instant next;
  private boolean changed;

  @WorkflowInit
  public SummaryWorkflowImpl(SummaryStart start) {
    this.start = start;
    settings = start.settings();
    told = start.told();
  }

  @Override
  public void run(SummaryStart unused) {
    start.inHand().forEach(desk::take);
    boolean begun = false;
    while (settings.isOn()) {
      changed = false;
      desk.keepOnly(settings.addressees());
      SummaryPlan plan = plan();
      Instant wait = waitUntil(plan);
      if (wait != null) {
        show(wait);
        Flow.awaitUntil(wait, () -> changed);
      } else if (begun) {
        Workflow.newContinueAsNewStub(SummaryWorkflow.class)
            .run(new SummaryStart(settings, told, desk.inHand()));
      } else {
        begin(plan);
        begun = true;
      }
    }
    desk.keepOnly(settings.addressees());
    Workflow.await(desk::isEmpty);
  }

  /** Written into the history, for the rules of time zones change with the worker's Java. */
  private SummaryPlan plan() {
    SummarySettings of = settings;
    Instant now = Flow.now();
    return Workflow.sideEffect(SummaryPlan.class, () -> SummaryPlan.of(of, now));
  }

  /** Null: it is time. A day whose time has passed is told of as long as it is that day. */
  private @Nullable Instant waitUntil(SummaryPlan plan) {
    if (Flow.now().isBefore(plan.due())) {
      return plan.due();
    }
    return told != null && !told.isBefore(plan.today()) ? plan.next() : null;
  }

  private void begin(SummaryPlan plan) {
    for (String addressee : settings.addressees()) {
      desk.take(new Summary(plan.yesterday(), settings.zone(), addressee, plan.next()));
    }
    told = plan.today();
  }

  /** Without the addressees: a URL may be a secret. */
  private void show(Instant until) {
    next = until;
    Workflow.setCurrentDetails(
        "Next summary: "
            + until
            + ", "
            + settings.at()
            + " in "
            + settings.zone()
            + ", to "
            + settings.addressees().size()
            + (settings.addressees().size() == 1 ? " addressee" : " addressees"));
  }

  @Override
  public void settings(SummarySettings news) {
    if (!news.equals(settings)) {
      settings = news;
      // Whoever is new is told today; whoever was told is not told again: the ledger knows.
      told = null;
      changed = true;
    }
  }

  @Override
  public SummaryView view() {
    return new SummaryView(settings, next, desk.inHand());
  }
}
