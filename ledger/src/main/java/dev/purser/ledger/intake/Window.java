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
  private Usd posted;
  private Usd pending;
  private Usd granted;
  private long grants;
  private long intents;
  private boolean changed;

  Window(
      Period period,
      ZoneId zone,
      TimeWindow time,
      Usd posted,
      Usd pending,
      Usd granted,
      long grants,
      long intents) {
    this.period = period;
    this.zone = zone;
    this.time = time;
    this.posted = posted;
    this.pending = pending;
    this.granted = granted;
    this.grants = grants;
    this.intents = intents;
  }

  boolean is(Period wanted, ZoneId inZone, Instant start) {
    return period == wanted && time.start().equals(start) && zone.equals(inZone);
  }

  boolean holds(Instant at) {
    return time.contains(at);
  }

  void post(Usd amount) {
    posted = posted.plus(amount);
    changed = true;
  }

  void reserve(Usd amount) {
    pending = pending.plus(amount);
    changed = true;
  }

  void countIntent() {
    intents++;
    changed = true;
  }

  void grant(Usd amount) {
    granted = granted.plus(amount);
    grants++;
    changed = true;
  }

  void revoke(Usd amount) {
    granted = granted.minus(amount);
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

  Usd posted() {
    return posted;
  }

  Usd pending() {
    return pending;
  }

  Usd granted() {
    return granted;
  }

  long grants() {
    return grants;
  }

  long intents() {
    return intents;
  }
}
