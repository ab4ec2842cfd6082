package dev.purser.ledger.courier;

/**
 * What waits to be carried, apart by who waits for it, first to last. A courier gives each its own
 * share, so that however many tasks wait for a workflow, a person's word passes them.
 */
public enum Lane {
  /** People's words and decisions: a workflow must act. */
  WORDS(0),
  /** Somebody waits for a delivery: an intent that was created to be delivered. */
  DELIVERIES(1),
  /** Workflows nobody waits for: those of tasks that are counted but not delivered. */
  STARTS(2),
  /** Sums have changed. */
  TOTALS(3);

  private final int rank;

  Lane(int rank) {
    this.rank = rank;
  }

  /** As the ledger keeps it. */
  public int rank() {
    return rank;
  }

  static Lane ofRank(int rank) {
    return values()[rank];
  }
}
