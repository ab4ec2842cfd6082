package dev.purser.worker;

/**
 * How a worker runs.
 *
 * @param sticky whether Temporal keeps tasks for the worker that has a workflow in memory; not on
 *     the in-process server, which never gives those of a dead worker to another
 * @param workflows how many workflows are kept in memory
 * @param threads how many of their threads there may be
 */
public record WorkerSettings(boolean sticky, int workflows, int threads) {
  /** For a real server. */
  public static final WorkerSettings DEFAULT = new WorkerSettings(true, 600, 2_400);

  /** For the in-process server. */
  public static final WorkerSettings IN_PROCESS = new WorkerSettings(false, 600, 2_400);

  /** Checks the counts. */
  public WorkerSettings {
    if (workflows < 1 || threads < 1) {
      throw new IllegalArgumentException("workflows and threads must be at least 1");
    }
  }
}
