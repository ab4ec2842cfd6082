package dev.purser.api.pages.live;

import dev.purser.ledger.reports.Pulse;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The newest state of the ledger as one number, read at most a few times a second for all. */
public final class Ticker {
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Pulse pulse;
  private final LongSupplier nanos;
  private String last = "";
  private long readAt;

  public Ticker(Pulse pulse) {
    this(pulse, System::nanoTime);
  }

  Ticker(Pulse pulse, LongSupplier nanos) {
    this.pulse = pulse;
    this.nanos = nanos;
    this.readAt = nanos.getAsLong() - FRESH_NANOS;
  }

  /** What changes with everything that pages show. */
  synchronized String now() {
    if (nanos.getAsLong() - readAt >= FRESH_NANOS) {
      last = pulse.read();
      readAt = nanos.getAsLong();
    }
    return last;
  }
}
