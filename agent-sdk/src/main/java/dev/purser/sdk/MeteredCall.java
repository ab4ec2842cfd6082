package dev.purser.sdk;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that was allowed and is under way. Whatever becomes of it, its end is reported: at what it
 * used, as far as that is known, otherwise at its estimate, flagged {@code estimated}.
 * Registrations for a stop are forgotten when it ends.
 */
public final class MeteredCall implements CancellationToken, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MeteredCall.class);

  private final Authorization authorization;
  private final Spend estimate;
  private final CancellationToken cancellation;
  private final Set<Registration> registrations = new HashSet<>();
  private @Nullable Spend used;
  private boolean free;
  private boolean over;

  MeteredCall(Authorization authorization, Spend estimate, CancellationToken cancellation) {
    this.authorization = authorization;
    this.estimate = estimate.with("estimated", true);
    this.cancellation = cancellation;
  }

  /** From now on the end of its process reports it, where its own does not come first. */
  MeteredCall begun() {
    if (cancellation instanceof Stop stop) {
      stop.begun(this);
    }
    return this;
  }

  /** What the call has cost so far, all in all; the last one counts. */
  public synchronized void used(Spend soFar) {
    used = soFar;
    free = false;
  }

  /**
   * The call cost nothing: it was not sent (the connection was refused, the name is unknown), or
   * the provider does not charge for it (HTTP 401, 429). Not for timeouts and broken connections:
   * the provider may have done the work.
   */
  public synchronized void costNothing() {
    used = null;
    free = true;
  }

  @Override
  public boolean isStopped() {
    return cancellation.isStopped();
  }

  @Override
  public @Nullable String reason() {
    return cancellation.reason();
  }

  @Override
  public void throwIfStopped() {
    cancellation.throwIfStopped();
  }

  @Override
  public synchronized Registration onStop(Runnable action) {
    if (over) {
      return () -> {};
    }
    Registration registration = cancellation.onStop(action);
    registrations.add(registration);
    return registration;
  }

  /** Keeps interrupts of a stop away from this thread: the call is to end by its own means. */
  Registration shelter() {
    return cancellation instanceof Stop stop ? stop.shelter() : () -> {};
  }

  /** Reports what the call cost. Never throws: the answer that was paid for is not to be lost. */
  @Override
  public void close() {
    Spend spend;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      registrations.forEach(Registration::close);
      registrations.clear();
      if (cancellation instanceof Stop stop) {
        stop.over(this);
      }
      spend = used == null ? estimate : used;
    }
    try (authorization) {
      if (!free) {
        settle(spend);
      }
    } catch (RuntimeException e) {
      LOG.error("what a call cost was not counted: {}", spend, e);
    }
  }

  private void settle(Spend spend) {
    try {
      authorization.settle(spend);
    } catch (PurserRefused e) {
      if (spend.equals(estimate)) {
        throw e;
      }
      LOG.warn("Purser refuses what a call used, {}: its estimate is reported instead", spend, e);
      authorization.settle(estimate);
    }
  }
}
