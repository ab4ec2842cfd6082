package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;

/** An account's sums for one calendar period, as they stand within the transaction. */
final class Window {
  private final Period period;
  private final ZoneId zone;
  private final TimeWindow time;
  private final Sums sums;
  private boolean changed;

  Window(Period period, ZoneId zone, TimeWindow time, Sums sums) {
    this.period = period;
    this.zone = zone;
    this.time = time;
    this.sums = sums;
  }

  boolean is(Period wanted, ZoneId inZone, Instant start) {
    return period == wanted && time.start().equals(start) && zone.equals(inZone);
  }

  boolean holds(Instant at) {
    return time.contains(at);
  }

  void post(Usd amount) {
    sums.post(amount);
    changed = true;
  }

  void reserve(Usd amount) {
    sums.reserve(amount);
    changed = true;
  }

  void countIntent() {
    sums.countIntent();
    changed = true;
  }

  void grant(Usd amount) {
    sums.grant(amount);
    changed = true;
  }

  void revoke(Usd amount) {
    sums.revoke(amount);
    changed = true;
  }

  void markChanged() {
    changed = true;
  }

  boolean isChanged() {
    return changed;
  }

  Period period() {
    return period;
  }

  ZoneId zone() {
    return zone;
  }

  TimeWindow time() {
    return time;
  }

  Sums sums() {
    return sums;
  }
}
