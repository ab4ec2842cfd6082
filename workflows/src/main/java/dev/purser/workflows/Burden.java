package dev.purser.workflows;

import io.temporal.workflow.Workflow;

/**
 * How much a run of a workflow has taken on. Temporal suggests a new run by the length of the
 * history and leaves signals out, of which a server takes 10,000 a run: so they are counted here.
 */
public final class Burden {
  /** Signals after which a run makes way for the next where it may. */
  public static final int FULL_SIGNALS = 2_000;

  /** Signals after which even work in hand is interrupted. */
  public static final int MOST_SIGNALS = 8_000;

  private static final int MOST_EVENTS = 40_000;

  private int signals;

  /** One more signal came. */
  public void add() {
    signals++;
  }

  /** Whether this run should make way for the next. */
  public boolean isFull() {
    return signals >= FULL_SIGNALS || Workflow.getInfo().isContinueAsNewSuggested() || isTooMuch();
  }

  /** Whether it must, before the server ends it. */
  public boolean isTooMuch() {
    return signals >= MOST_SIGNALS || Workflow.getInfo().getHistoryLength() >= MOST_EVENTS;
  }
}
