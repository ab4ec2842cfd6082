package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestMeteredCall {
  private static final Usd ESTIMATE = Usd.of("0.05");
  private static final Usd COST = Usd.of("0.03");

  private Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private void onDenied(OnDenied choice) {
    bench.close();
    bench = new Bench(choice);
  }

  private String buy() {
    return bench.meter.call(ESTIMATE, call -> "answer", answer -> Spend.of(COST));
  }

  private JsonNode onlyReport() {
    assertThat(bench.purser.received()).hasSize(1);
    return bench.purser.received().get(0);
  }

  private void assertSettledAt(Usd cost, boolean estimated) {
    JsonNode report = onlyReport();
    assertThat(Usd.of(report.path("cost_usd").decimalValue())).isEqualTo(cost);
    assertThat(report.path("metadata").path("estimated").asBoolean()).isEqualTo(estimated);
    assertThat(bench.purser.authorizations().values()).containsExactly("settled");
  }

  @Test
  void theAnswerThatReachesTheLimitIsReturnedAndTheNextCallStops() {
    bench.purser.limit("0.05", "PARK");
    bench.meter.call(ESTIMATE, call -> "answer", answer -> Spend.of(ESTIMATE));
    assertSettledAt(ESTIMATE, false);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatThrownBy(this::buy).isInstanceOf(Parked.class);
    assertThat(bench.purser.received()).hasSize(1);
  }

  @Test
  void aCallThatFailsIsReportedAtItsEstimate() {
    assertThatThrownBy(
            () ->
                bench.meter.call(
                    ESTIMATE,
                    call -> {
                      throw new IOException("read timed out");
                    },
                    answer -> Spend.of(COST)))
        .isInstanceOf(IOException.class);
    assertSettledAt(ESTIMATE, true);
  }

  @Test
  void anEstimateOfTokensIsReportedAsTokens() {
    assertThatThrownBy(
            () ->
                bench.meter.call(
                    Usage.of("gpt-4o", 100, 50),
                    call -> {
                      throw new IllegalStateException("broken");
                    },
                    answer -> Spend.of(COST)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(onlyReport().path("tokens_out").asInt()).isEqualTo(50);
    assertThat(onlyReport().path("metadata").path("estimated").asBoolean()).isTrue();
  }

  @Test
  void aCallThatFailsIsReportedAtWhatItIsKnownToHaveUsed() {
    assertThatThrownBy(
            () ->
                bench.meter.call(
                    ESTIMATE,
                    call -> {
                      call.used(Spend.of(Usd.of("0.01")));
                      call.used(Spend.of(Usd.of("0.02")));
                      throw new IOException("connection reset");
                    },
                    answer -> Spend.of(COST)))
        .isInstanceOf(IOException.class);
    assertSettledAt(Usd.of("0.02"), false);
  }

  @Test
  void onlyWhereTheAuthorSaysThatItCostNothingIsItGivenBack() {
    assertThatThrownBy(
            () ->
                bench.meter.call(
                    ESTIMATE,
                    call -> {
                      call.costNothing();
                      throw new IOException("connection refused");
                    },
                    answer -> Spend.of(COST)))
        .isInstanceOf(IOException.class);
    assertThat(bench.purser.received()).isEmpty();
    assertThat(bench.purser.authorizations().values()).containsExactly("released");
  }

  @Test
  void withoutARegistrationACallRunsToItsEndThroughAStop() {
    String answer =
        bench.meter.call(
            ESTIMATE,
            call -> {
              CompletableFuture.runAsync(() -> bench.stop.order(new Killed("enough"))).join();
              return Thread.currentThread().isInterrupted() ? "interrupted" : "answer";
            },
            text -> Spend.of(COST));
    assertThat(answer).isEqualTo("answer");
    assertSettledAt(COST, false);
    assertThatThrownBy(this::buy).isInstanceOf(Killed.class).hasMessage("enough");
  }

  @Test
  void aCallThatRegistersIsBrokenOffAndThrowsTheStop() {
    CountDownLatch cancelled = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                bench.meter.call(
                    ESTIMATE,
                    call -> {
                      call.onStop(cancelled::countDown);
                      CompletableFuture.runAsync(() -> bench.stop.order(new Killed("enough")))
                          .join();
                      cancelled.await();
                      throw new IOException("Canceled");
                    },
                    answer -> Spend.of(COST)))
        .isInstanceOf(Killed.class)
        .hasMessage("enough")
        .hasSuppressedException(new IOException("Canceled"));
    assertSettledAt(ESTIMATE, true);
  }

  @Test
  void whatACallRegisteredIsForgottenWhenItEnds() {
    CountDownLatch cancelled = new CountDownLatch(1);
    bench.meter.call(
        ESTIMATE,
        call -> {
          call.onStop(cancelled::countDown);
          return "answer";
        },
        answer -> Spend.of(COST));
    CountDownLatch later = new CountDownLatch(1);
    bench.stop.onStop(later::countDown);
    bench.stop.order(new Killed("enough"));
    await("the stop").atMost(Bench.LONGEST).until(() -> later.getCount() == 0);
    assertThat(cancelled.getCount()).isEqualTo(1);
  }

  @Test
  void anAnswerWhoseCostCannotBeReadIsNotLost() {
    String answer =
        bench.meter.call(
            ESTIMATE,
            call -> "answer",
            text -> {
              throw new IllegalArgumentException("no usage in it");
            });
    assertThat(answer).isEqualTo("answer");
    assertSettledAt(ESTIMATE, true);
  }

  @Test
  void anAnswerWhoseCostPurserRefusesIsNotLost() {
    String answer = bench.meter.call(ESTIMATE, call -> "answer", text -> Spend.of("poison", 1, 1));
    assertThat(answer).isEqualTo("answer");
    assertThat(bench.purser.spent(bench.intent)).isEqualTo(ESTIMATE);
    assertThat(bench.purser.authorizations().values()).containsExactly("settled");
  }

  @Test
  void eachTryIsACallOfItsOwnUnderIdsOfThisAttemptAlone() {
    buy();
    buy();
    assertThat(bench.purser.reports().keySet())
        .containsExactly(bench.intent + ":1:1:run:1", bench.intent + ":1:1:run:2");
    assertThat(bench.purser.authorizations().keySet())
        .containsExactlyInAnyOrder(authorization(1), authorization(2));
  }

  private String authorization(int number) {
    String name = bench.intent + ":1:1:run:authorization:" + number;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Test
  void isExtendedWhileItRuns() {
    bench.meter.call(
        ESTIMATE,
        call -> {
          await("extended").atMost(Bench.LONGEST).until(() -> bench.purser.extensions() >= 2);
          return "answer";
        },
        answer -> Spend.of(COST));
    assertSettledAt(COST, false);
  }

  @Test
  void aStreamIsReportedAtWhatItHadUsedWhenItBrokeOff() {
    try (MeteredCall call = bench.meter.open(ESTIMATE)) {
      call.used(Spend.of(Usd.of("0.01")));
      call.used(Spend.of(Usd.of("0.02")));
    }
    assertSettledAt(Usd.of("0.02"), false);
  }

  @Test
  void aCallThatAnswersLaterIsReportedWhenItDoes() {
    CompletableFuture<String> model = new CompletableFuture<>();
    CompletableFuture<String> answer =
        bench.meter.callAsync(ESTIMATE, call -> model, text -> Spend.of(COST));
    model.complete("answer");
    assertThat(answer.join()).isEqualTo("answer");
    assertSettledAt(COST, false);
  }

  @Test
  void aCallThatFailsLaterIsReportedAtItsEstimate() {
    CompletableFuture<String> answer =
        bench.meter.callAsync(
            ESTIMATE,
            call -> CompletableFuture.failedFuture(new IOException("reset")),
            text -> Spend.of(COST));
    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertSettledAt(ESTIMATE, true);
  }

  @Test
  void cancellingTheFutureCancelsTheCallWhichIsReported() {
    CompletableFuture<String> model = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> answer =
        bench.meter.callAsync(
            ESTIMATE,
            call -> {
              begun.countDown();
              return model;
            },
            text -> Spend.of(COST));
    await("the call began").atMost(Bench.LONGEST).until(() -> begun.getCount() == 0);
    answer.cancel(true);
    await("cancelled").atMost(Bench.LONGEST).until(model::isCancelled);
    await("reported").atMost(Bench.LONGEST).until(() -> !bench.purser.received().isEmpty());
    assertSettledAt(ESTIMATE, true);
  }

  @Test
  void aStopFailsTheFutureOfACallThatIsNotBegun() {
    bench.purser.limit("0.02", "PARK");
    CompletableFuture<String> answer =
        bench.meter.callAsync(
            ESTIMATE, call -> CompletableFuture.completedFuture(""), text -> Spend.of(COST));
    assertThatThrownBy(answer::join).hasCauseInstanceOf(Parked.class);
    assertThat(bench.stop.thrown()).isInstanceOf(Parked.class);
  }

  @Test
  void aDeniedCallParksItsIntent() {
    bench.purser.limit("0.02", "BLOCK");
    assertThatThrownBy(this::buy).isInstanceOf(Parked.class).hasMessageContaining("denied");
    assertThatThrownBy(bench.meter::throwIfStopped).isInstanceOf(Parked.class);
    assertThat(bench.purser.received()).isEmpty();
  }

  @Test
  void aDeniedCallWaitsWhereTheAuthorSaysSo() {
    onDenied(OnDenied.WAIT);
    bench.purser.limit("0.02", "BLOCK");
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::buy);
    await("asked again").atMost(Bench.LONGEST).until(() -> bench.purser.requests() >= 2);
    assertThat(answer).isNotDone();
    bench.purser.limit("10", "BLOCK");
    assertThat(answer.join()).isEqualTo("answer");
    assertSettledAt(COST, false);
  }

  @Test
  void aCallThatWaitsForItsTurnEndsWithTheIntent() {
    onDenied(OnDenied.WAIT);
    bench.purser.limit("0.02", "BLOCK");
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::buy);
    await("asked again").atMost(Bench.LONGEST).until(() -> bench.purser.requests() >= 2);
    bench.stop.order(new Killed("enough"));
    assertThatThrownBy(answer::join).hasCauseInstanceOf(Killed.class);
  }

  @Test
  void aDeniedCallFailsWhereTheAuthorSaysSo() {
    onDenied(OnDenied.FAIL);
    bench.purser.limit("0.02", "BLOCK");
    assertThatThrownBy(this::buy).isInstanceOf(AuthorizationDenied.class);
    bench.meter.throwIfStopped();
  }
}
