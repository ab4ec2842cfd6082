package dev.purser.workflows;

import dev.purser.workflows.summary.Summary;
import dev.purser.workflows.summary.SummaryActivities;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Addressees that take a summary or do not; as the ledger, it tells each of each day once. */
final class FakeSummaries implements SummaryActivities {
  final List<Told> arrived = new CopyOnWriteArrayList<>();
  final List<Told> tries = new CopyOnWriteArrayList<>();
  final List<Summary> givenUp = new CopyOnWriteArrayList<>();
  volatile Predicate<Summary> takes = summary -> true;
  private final Set<String> settled = ConcurrentHashMap.newKeySet();
  private final Supplier<Instant> clock;

  record Told(Summary summary, Instant at) {}

  FakeSummaries(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public void summarize(Summary summary) {
    if (settled.contains(key(summary))) {
      return;
    }
    Told told = new Told(summary, clock.get());
    tries.add(told);
    if (!takes.test(summary)) {
      throw new IllegalStateException("it did not arrive");
    }
    settled.add(key(summary));
    arrived.add(told);
  }

  @Override
  public void giveUpSummary(Summary summary) {
    if (settled.add(key(summary))) {
      givenUp.add(summary);
    }
  }

  private static String key(Summary summary) {
    return summary.day() + " " + summary.addressee();
  }

  List<Told> arrivedAt(String addressee) {
    return arrived.stream().filter(one -> one.summary().addressee().equals(addressee)).toList();
  }
}
