package dev.purser.activities;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.InFlight;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.Untold;
import dev.purser.workflows.intent.IntentHalf;
import dev.purser.workflows.intent.IntentNews;
import dev.purser.workflows.intent.ModelSpend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger's snapshots in the words of the workflows. */
final class News {
  private News() {}

  static IntentNews of(IntentSnapshot snapshot) {
    return new IntentNews(of(snapshot.half()), of(snapshot.agent()));
  }

  private static IntentHalf of(IntentSnapshot.IntentHalf half) {
    return new IntentHalf(
        half.version(),
        half.cost().nearestNanos(),
        nanos(half.limit()),
        nanos(half.remaining()),
        lines(half.holds()),
        half.models().stream()
            .map(one -> new ModelSpend(one.model(), one.cost().nearestNanos(), one.calls()))
            .toList(),
        half.lastReportAt(),
        half.journaled().run(),
        half.journaled().seq());
  }

  private static AgentNews of(IntentSnapshot.AgentHalf half) {
    Budget tightest = half.tightest();
    return new AgentNews(
        half.version(),
        half.status(),
        lines(half.holds()),
        half.today().nearestNanos(),
        tightest == null ? null : nanos(tightest.limit()),
        tightest == null ? null : nanos(tightest.remaining()),
        nanos(half.offline()),
        half.untold().stream().map(one -> new Untold(one.id(), one.alertedAt())).toList(),
        half.journaled().run(),
        half.journaled().seq());
  }

  private static List<HoldLine> lines(List<Demand> holds) {
    return holds.stream()
        .map(one -> HoldLine.of(one.hold(), one.directive(), one.inFlight() == InFlight.FINISH))
        .toList();
  }

  private static @Nullable Long nanos(@Nullable Usd amount) {
    return amount == null ? null : amount.nearestNanos();
  }
}
