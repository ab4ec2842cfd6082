package dev.purser.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one delivery must stop. Once it must, its handler is interrupted and all that registered
 * is run. What was thrown to the handler is kept here and not in the exception: executors and
 * futures wrap whatever is thrown.
 */
final class Stop implements CancellationToken {
  private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
  private static final Executor ACTIONS = Threads.daemons("purser-stop");

  private final Thread handler;
  private final List<Action> actions = new ArrayList<>();
  private final Set<MeteredCall> underWay = ConcurrentHashMap.newKeySet();
  private boolean working = true;
  private boolean interrupted;
  private boolean thrown;

  /** How deep the handler's own thread is in what an interrupt must not break off. */
  private int shelters;

  private @Nullable IntentStopped order;

  Stop(Thread handler) {
    this.handler = handler;
  }

  /** Compared by identity: the same code may be registered twice. */
  private record Action(Runnable code) implements Runnable {
    @Override
    public void run() {
      try {
        code.run();
      } catch (RuntimeException e) {
        LOG.warn("an action for the stop of an intent failed", e);
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * The first order stands, except that a kill outdoes a park. Hearing it again interrupts a
   * handler that was sheltered before.
   */
  void order(IntentStopped stopped) {
    List<Action> waiting;
    synchronized (this) {
      boolean changes = order == null || (stopped instanceof Killed && order instanceof Parked);
      if (changes) {
        order = stopped;
      }
      interrupt(changes);
      waiting = List.copyOf(actions);
      actions.clear();
    }
    waiting.forEach(Stop::runBeside);
  }

  private void interrupt(boolean again) {
    boolean due = again || !interrupted;
    if (working && due && shelters == 0 && Thread.currentThread() != handler) {
      interrupted = true;
      handler.interrupt();
    }
  }

  private static void runBeside(Action action) {
    try {
      ACTIONS.execute(action);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      action.run();
    }
  }

  @Override
  public Registration onStop(Runnable code) {
    Action action = new Action(code);
    boolean atOnce;
    synchronized (this) {
      atOnce = order != null;
      if (!atOnce) {
        actions.add(action);
      }
    }
    if (atOnce) {
      action.run();
    }
    return () -> forget(action);
  }

  private synchronized void forget(Action action) {
    actions.remove(action);
  }

  void begun(MeteredCall call) {
    underWay.add(call);
  }

  void over(MeteredCall call) {
    underWay.remove(call);
  }

  /** The process ends before the calls do: they are reported now, or they would be by nobody. */
  void settle() {
    underWay.forEach(MeteredCall::close);
  }

  /** Throws the order, if there is one. */
  synchronized void check() {
    if (order != null) {
      thrown = true;
      throw order.again();
    }
  }

  @Override
  public void throwIfStopped() {
    check();
  }

  @Override
  public synchronized boolean isStopped() {
    return order != null;
  }

  @Override
  public synchronized @Nullable String reason() {
    return order == null ? null : order.getMessage();
  }

  synchronized @Nullable IntentStopped order() {
    return order;
  }

  /** The order, once it has been thrown to the handler. */
  synchronized @Nullable IntentStopped thrown() {
    return thrown ? order : null;
  }

  /** From here to the end of the shelter no order interrupts the handler's own thread. */
  synchronized Registration shelter() {
    if (Thread.currentThread() != handler) {
      return () -> {};
    }
    shelters++;
    return this::leave;
  }

  private synchronized void leave() {
    shelters--;
  }

  /** The handler is done, by its own thread: from now on an interrupt would hit someone else. */
  synchronized void finished() {
    working = false;
    Thread.interrupted();
  }
}
