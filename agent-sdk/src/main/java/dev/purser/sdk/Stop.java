package dev.purser.sdk;

import org.jspecify.annotations.Nullable;

/** Whether one handler must stop; interrupts it once when it must. */
final class Stop {
  private final Thread handler;
  private boolean working = true;
  private @Nullable IntentStopped order;

  Stop(Thread handler) {
    this.handler = handler;
  }

  /** The first order stands, except that a kill outdoes a park. */
  synchronized void order(IntentStopped stopped) {
    if (order != null && (order instanceof Killed || stopped instanceof Parked)) {
      return;
    }
    order = stopped;
    if (working && Thread.currentThread() != handler) {
      handler.interrupt();
    }
  }

  /** Throws the order, if there is one. */
  synchronized void check() {
    if (order != null) {
      throw order.again();
    }
  }

  synchronized @Nullable IntentStopped order() {
    return order;
  }

  /** The handler is done, by its own thread: from now on an interrupt would hit someone else. */
  synchronized void finished() {
    working = false;
    Thread.interrupted();
  }
}
