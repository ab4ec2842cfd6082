package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.price.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestMeter {
  private static final Usd CALL = Usd.of("0.03");

  private Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private void reopen(Usd remaining, int capacity) {
    bench.close();
    bench = new Bench(remaining, null, capacity);
  }

  @Test
  void countsEveryCallUnderAnIdOfItsOwn() {
    bench.meter.recordCost(CALL);
    Standing standing = bench.meter.recordCost(CALL);
    assertThat(bench.purser.reports().keySet())
        .containsExactly(bench.intent + ":1:1:run:1", bench.intent + ":1:1:run:2");
    assertThat(standing.cost()).isEqualTo(Usd.of("0.06"));
    assertThat(standing.counted()).isTrue();
  }

  @Test
  void sendsAllThatIsKnownOfACall() {
    Usage usage = new Usage("gpt-4o", "openai", 1200, 200, 10, 300, 50);
    bench.meter.record(Spend.of(usage).costing(Usd.of("0.0000001")).with("customer", "acme"));
    JsonNode report = bench.purser.received().get(0);
    assertThat(report.toString())
        .contains(
            "\"model\":\"gpt-4o\"",
            "\"provider\":\"openai\"",
            "\"tokens_in\":1200",
            "\"tokens_cached\":200",
            "\"tokens_cache_write\":10",
            "\"tokens_out\":300",
            "\"tokens_reasoning\":50",
            "\"delivery\":1",
            "\"metadata\":{\"customer\":\"acme\"}");
    assertThat(Usd.of(report.get("cost_usd").decimalValue())).isEqualTo(Usd.ofNanos(100));
  }

  @Test
  void theReportThatReachesTheLimitIsCountedAndThrows() {
    bench.purser.limit("0.06", "PARK");
    bench.meter.recordCost(CALL);
    assertThatThrownBy(() -> bench.meter.recordCost(CALL)).isInstanceOf(Parked.class);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.of("0.06"));
    assertThatThrownBy(() -> bench.meter.authorize(CALL)).isInstanceOf(Parked.class);
    assertThatThrownBy(bench.meter::throwIfStopped).isInstanceOf(Parked.class);
  }

  @Test
  void aCallThatWasInFlightAtTheStopIsCountedToo() {
    bench.purser.limit("0.03", "KILL");
    assertThatThrownBy(() -> bench.meter.recordCost(CALL)).isInstanceOf(Killed.class);
    assertThatThrownBy(() -> bench.meter.recordCost(CALL)).isInstanceOf(Killed.class);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.of("0.06"));
  }

  @Test
  void aLostAnswerIsAskedForAgainUnderTheSameIdAndCountedOnce() {
    bench.purser.loseAnswers(3);
    bench.meter.recordCost(CALL);
    await("sent again").atMost(Bench.LONGEST).until(() -> bench.spool.size() == 0);
    assertThat(bench.purser.received()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(CALL);
    assertThat(bench.meter.standing().counted()).isTrue();
  }

  @Test
  void anInterruptLosesNoCost() {
    Thread.currentThread().interrupt();
    bench.meter.recordCost(CALL);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(CALL);
  }

  @Test
  void stopsAtADollarWhilePurserIsAwayAndAllIsCountedWhenItIsBack() {
    bench.meter.recordCost(CALL);
    bench.purser.die();
    int calls = 0;
    try {
      for (; calls < 1_000; calls++) {
        bench.meter.recordCost(CALL);
      }
    } catch (Parked expected) {
      calls++;
    }
    // 33 calls are $0.99; the 34th goes over.
    assertThat(calls).isEqualTo(34);
    assertThat(bench.meter.standing().counted()).isFalse();
    bench.purser.rise();
    await("all counted").atMost(Bench.LONGEST).until(() -> bench.spool.size() == 0);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.of("1.05"));
    List<String> ids = new ArrayList<>(bench.purser.reports().keySet());
    assertThat(ids.get(0)).endsWith(":1");
    assertThat(ids.get(34)).endsWith(":35");
    assertThat(bench.stop.order().directive()).isEqualTo(Directive.PARK);
  }

  @Test
  void aHandlerThatNeverHeardFromPurserSpendsWhatThePolicyAllows() {
    bench.close();
    bench = new Bench(Usd.of("50"), Usd.of("0.06"), 100);
    bench.purser.unavailable(true);
    bench.meter.recordCost(CALL);
    assertThatThrownBy(() -> bench.meter.recordCost(CALL)).isInstanceOf(Parked.class);
    assertThatThrownBy(() -> bench.meter.authorize(CALL)).isInstanceOf(Parked.class);
  }

  @Test
  void aPolicyMayAllowMoreThanADollar() {
    bench.close();
    bench = new Bench(null, Usd.of("3"), 100);
    bench.purser.unavailable(true);
    bench.meter.recordCost(Usd.of("2.99"));
    assertThatThrownBy(() -> bench.meter.recordCost(CALL)).isInstanceOf(Parked.class);
  }

  @Test
  void whatARuleLeavesIsAllThatIsSpentOffline() {
    reopen(Usd.of("0.06"), 100);
    bench.purser.unavailable(true);
    bench.meter.recordCost(CALL);
    assertThatThrownBy(() -> bench.meter.recordCost(CALL)).isInstanceOf(Parked.class);
  }

  @Test
  void offlineAuthorizationsNeverPassTheAllowance() {
    reopen(Usd.of("0.07"), 100);
    bench.purser.unavailable(true);
    try (Authorization first = bench.meter.authorize(CALL);
        Authorization second = bench.meter.authorize(CALL)) {
      first.settle(CALL);
      assertThatThrownBy(() -> bench.meter.authorize(CALL)).isInstanceOf(Parked.class);
      second.settle(CALL);
    }
    bench.purser.unavailable(false);
    await("all counted").atMost(Bench.LONGEST).until(() -> bench.spool.size() == 0);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.of("0.06"));
  }

  @Test
  void usageIsPricedByTheListWhilePurserIsAway() {
    bench.purser.unavailable(true);
    // 300,000 tokens out at $10 a million are $3.
    assertThatThrownBy(() -> bench.meter.recordUsage("gpt-4o", 0, 300_000))
        .isInstanceOf(Parked.class);
  }

  @Test
  void aFullSpoolStopsTheIntentAndLosesNothing() {
    reopen(null, 3);
    bench.purser.unavailable(true);
    for (int i = 0; i < 3; i++) {
      bench.meter.recordCost(Usd.ofNanos(1));
    }
    assertThatThrownBy(() -> bench.meter.recordCost(Usd.ofNanos(1))).isInstanceOf(Parked.class);
    bench.purser.unavailable(false);
    await("all counted").atMost(Bench.LONGEST).until(() -> bench.spool.size() == 0);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.ofNanos(4));
  }

  @Test
  void aReportThatIsRefusedSaysWhyAndItsNeighboursAreCounted() {
    bench.purser.unavailable(true);
    bench.meter.recordCost(CALL);
    bench.meter.recordUsage("poison", 1, 1);
    bench.meter.recordCost(CALL);
    bench.purser.unavailable(false);
    await("all sent").atMost(Bench.LONGEST).until(() -> bench.spool.size() == 0);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.of("0.06"));
    assertThatThrownBy(() -> bench.meter.recordUsage("poison", 1, 1))
        .isInstanceOf(PurserRefused.class)
        .hasMessageContaining("model");
  }

  @Test
  void manyThreadsCountExactly() {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 100; i++) {
                  bench.meter.recordCost(Usd.of("0.001"));
                }
              }));
    }
    threads.forEach(CompletableFuture::join);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.of("0.8"));
    assertThat(new HashSet<>(bench.purser.reports().keySet())).hasSize(800);
  }

  @Test
  void anAuthorizationIsSettledByItsReport() {
    try (Authorization leave = bench.meter.authorize(CALL)) {
      leave.settle(Usd.of("0.02"));
    }
    assertThat(bench.purser.authorizations().values()).containsExactly("settled");
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.of("0.02"));
  }

  @Test
  void anAuthorizationWithoutAReportIsGivenBack() {
    bench.meter.authorize(CALL).close();
    assertThat(bench.purser.authorizations().values()).containsExactly("released");
  }

  @Test
  void anAuthorizationExtendsItselfUntilTheCallIsOver() {
    try (Authorization leave = bench.meter.authorize(CALL)) {
      await("extended twice").atMost(Bench.LONGEST).until(() -> bench.purser.extensions() >= 2);
      leave.settle(CALL);
    }
    assertThatThrownBy(
            () -> {
              Authorization over = bench.meter.authorize(CALL);
              over.close();
              over.settle(CALL);
            })
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void waitsWhereOnlyOthersHoldsAreInTheWay() {
    bench.purser.denyAsPending(3);
    bench.meter.authorize(CALL).close();
    assertThat(bench.purser.requests()).isEqualTo(5);
  }

  @Test
  void aDeniedAuthorizationStopsTheIntentBeforeItSpends() {
    bench.purser.limit("0.02", "PARK");
    assertThatThrownBy(() -> bench.meter.authorize(CALL)).isInstanceOf(Parked.class);
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(Usd.ZERO);
  }

  @Test
  void settlingAtTheLimitDoesNotThrowSoThatTheResultCanBeSaved() {
    bench.purser.limit("0.03", "PARK");
    Authorization leave = bench.meter.authorize(CALL);
    assertThat(leave.settle(CALL).directive()).isEqualTo(Directive.PARK);
    assertThat(bench.checkpoint.save(List.of("result"))).isTrue();
    assertThatThrownBy(() -> bench.meter.authorize(CALL)).isInstanceOf(Parked.class);
  }
}
