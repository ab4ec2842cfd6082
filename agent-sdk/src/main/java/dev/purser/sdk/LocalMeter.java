package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.price.Usage;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** A meter for tests of handlers, which parks at a limit as Purser does. */
final class LocalMeter implements Meter {
  private final LocalLedger ledger;
  private final Stop stop;

  LocalMeter(LocalLedger ledger, Stop stop) {
    this.ledger = ledger;
    this.stop = stop;
  }

  @Override
  public Standing record(Spend spend) {
    count(spend);
    stop.check();
    return standing();
  }

  private void count(Spend spend) {
    if (ledger.spend(Estimate.of(spend, Instant.now()))) {
      stop.order(Parked.because("the limit is reached"));
    }
  }

  @Override
  public Authorization authorize(Usd estimate) {
    stop.check();
    if (!ledger.promise(estimate)) {
      stop.order(Parked.because("the limit leaves " + ledger.remaining()));
      stop.check();
    }
    return new Promise(estimate);
  }

  @Override
  public Authorization authorize(Usage atMost) {
    return authorize(Estimate.of(atMost, Instant.now()));
  }

  @Override
  public Standing standing() {
    Directive directive = stop.isStopped() ? Directive.PARK : Directive.CONTINUE;
    return new Standing(directive, ledger.cost(), ledger.remaining(), true);
  }

  @Override
  public CancellationToken cancellation() {
    return stop;
  }

  private final class Promise implements Authorization {
    private final Usd estimate;
    private final AtomicBoolean over = new AtomicBoolean();

    Promise(Usd estimate) {
      this.estimate = estimate;
    }

    @Override
    public Standing settle(Spend spend) {
      if (over.getAndSet(true)) {
        throw new IllegalStateException("this authorization is settled or closed");
      }
      ledger.unpromise(estimate);
      count(spend);
      return standing();
    }

    @Override
    public void close() {
      if (!over.getAndSet(true)) {
        ledger.unpromise(estimate);
      }
    }
  }
}
