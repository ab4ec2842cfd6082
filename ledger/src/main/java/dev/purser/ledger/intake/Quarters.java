package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Windows;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What a transaction adds to an account's quarter-hours, from which windows can be built. */
final class Quarters {
  private final Map<Instant, Sum> sums = new TreeMap<>();

  /** What is added to one quarter of an hour. */
  record Sum(Usd posted, long intents) {}

  void add(Instant at, Usd amount, long intents) {
    sums.merge(
        Windows.quarter(at),
        new Sum(amount, intents),
        (a, b) -> new Sum(a.posted().plus(b.posted()), a.intents() + b.intents()));
  }

  void forEach(BiConsumer<Instant, Sum> action) {
    sums.forEach(action);
  }
}
