package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Windows;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What a transaction adds to an account's quarter-hours, from which windows can be built. */
final class Quarters {
  private final Map<Instant, Sum> sums = new TreeMap<>();
  private final Map<Late, Usd> late =
      new TreeMap<>(Comparator.comparing(Late::quarter).thenComparing(Late::occurred));

  /** What is added to one quarter of an hour. */
  record Sum(Usd posted, Usd assumed, long intents) {}

  /** A quarter of an hour that was posted to, and the earlier one in which the calls were made. */
  record Late(Instant quarter, Instant occurred) {}

  /**
   * @param at to which it is posted
   * @param occurredAt when the call was made
   * @param assumed the part of the amount that stands at an assumed price
   */
  void post(Usd amount, Instant at, Instant occurredAt, Usd assumed) {
    add(at, new Sum(amount, assumed, 0));
    Late times = new Late(Windows.quarter(at), Windows.quarter(occurredAt));
    if (times.occurred().isBefore(times.quarter())) {
      late.merge(times, amount, Usd::plus);
    }
  }

  void countIntent(Instant at) {
    add(at, new Sum(Usd.ZERO, Usd.ZERO, 1));
  }

  private void add(Instant at, Sum more) {
    sums.merge(
        Windows.quarter(at),
        more,
        (a, b) ->
            new Sum(
                a.posted().plus(b.posted()),
                a.assumed().plus(b.assumed()),
                a.intents() + b.intents()));
  }

  void forEach(BiConsumer<Instant, Sum> action) {
    sums.forEach(action);
  }

  void forEachLate(BiConsumer<Late, Usd> action) {
    late.forEach(action);
  }
}
