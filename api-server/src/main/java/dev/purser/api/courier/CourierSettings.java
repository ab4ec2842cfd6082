package dev.purser.api.courier;

import java.time.Duration;

/**
 * How a courier works.
 *
 * @param shares most messages on their way to workflows at the same time
 * @param lease how long what it claimed is left to it; longer than any carrying takes
 * @param poll how long it waits for the bell before it looks by itself
 * @param sweptPerSecond how many open intents it looks up in Temporal, at most
 * @param sweepEvery how long after a sweep the next begins; one begins at the start, and whenever
 *     Temporal comes back
 * @param heartbeatTimeout silence after which a delivery is lost, for workflows it starts
 */
public record CourierSettings(
    Shares shares,
    Duration lease,
    Duration poll,
    int sweptPerSecond,
    Duration sweepEvery,
    Duration heartbeatTimeout) {
  public static final CourierSettings DEFAULT =
      new CourierSettings(
          Shares.DEFAULT,
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          300,
          Duration.ofMinutes(10),
          Duration.ofSeconds(30));

  /** Checks that there is a time to do it in. */
  public CourierSettings {
    if (sweptPerSecond < 1) {
      throw new IllegalArgumentException("sweptPerSecond must be at least 1");
    }
    if (lease.toMillis() < 1 || poll.toMillis() < 1 || heartbeatTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("lease, poll and heartbeatTimeout must be positive");
    }
  }

  /** The same with this much time. */
  public CourierSettings withLease(Duration time) {
    return new CourierSettings(shares, time, poll, sweptPerSecond, sweepEvery, heartbeatTimeout);
  }

  /** The same with this much silence. */
  public CourierSettings withHeartbeatTimeout(Duration silence) {
    return new CourierSettings(shares, lease, poll, sweptPerSecond, sweepEvery, silence);
  }
}
