package dev.purser.api.courier;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.price.AssumedPrice;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.Untold;
import dev.purser.workflows.intent.IntentHalf;
import dev.purser.workflows.intent.IntentNews;
import dev.purser.workflows.intent.IntentStart;
import dev.purser.workflows.intent.ModelSpend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger's snapshots in the words of the workflows. */
final class Messages {
  private Messages() {}

  static IntentNews news(IntentSnapshot snapshot) {
    return new IntentNews(half(snapshot.half()), news(snapshot.agent()));
  }

  private static IntentHalf half(IntentSnapshot.IntentHalf half) {
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

  static AgentNews news(IntentSnapshot.AgentHalf half) {
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

  static IntentStart start(
      IntentSnapshot snapshot,
      long run,
      long heartbeatTimeoutMillis,
      boolean attributes,
      AssumedPrice assumed,
      boolean newsFollows) {
    Intent intent = snapshot.intent();
    Intent.Checkpoint checkpoint = intent.checkpoint();
    UUID correlationId = intent.correlationId();
    return new IntentStart(
        intent.id().toString(),
        intent.agent().value(),
        run,
        intent.intentType(),
        correlationId == null ? null : correlationId.toString(),
        intent.payload().toString(),
        intent.task(),
        intent.tags(),
        intent.tracked(),
        nanos(intent.limit()),
        intent.deadlineAt(),
        intent.maxDeliveryAttempts(),
        heartbeatTimeoutMillis,
        attributes,
        intent.status(),
        held(intent),
        intent.delivery(),
        checkpoint == null ? null : checkpoint.data().toString(),
        checkpoint == null ? 0 : checkpoint.seq(),
        nanosEach(assumed.input()),
        nanosEach(assumed.output()),
        newsFollows,
        null);
  }

  /**
   * What held it as last journaled: a hold that came since is news, and makes it wait. A person's
   * word that was journaled is one of the ledger's holds by now, which are read with the news.
   */
  private static List<HoldLine> held(Intent intent) {
    return intent.holds().stream()
        .filter(one -> one.id() != 0 || one.kind() != HoldKind.PERSON)
        .map(one -> HoldLine.of(one, Directive.PARK, false))
        .toList();
  }

  /** Nano-dollars a token, rounded up, of dollars a million. */
  private static long nanosEach(BigDecimal usdPerMillion) {
    return usdPerMillion.scaleByPowerOfTen(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  static AgentStart start(IntentSnapshot.AgentHalf half, long run, boolean attributes) {
    return new AgentStart(half.address().value(), run, attributes, news(half), null);
  }
}
