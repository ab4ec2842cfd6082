package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.client.WorkflowStub;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestPurserAgent {
  private static TemporalWorld world;

  private final FakePurser purser = new FakePurser();
  private final String intent = UUID.randomUUID().toString();
  private PurserAgent agent;

  @BeforeAll
  static void open() {
    world = new TemporalWorld();
  }

  @AfterAll
  static void shut() {
    world.close();
  }

  @AfterEach
  void close() {
    if (agent != null) {
      agent.close();
    }
    purser.close();
  }

  private void work(IntentHandler handler) {
    agent =
        PurserAgent.builder()
            .address("agent://org/worker")
            .purser(purser.url(), "key")
            .temporal(world.target())
            .spoolInMemory()
            .grace(Duration.ofSeconds(3))
            .handler(handler)
            .start();
  }

  private Delivery delivery() {
    return Bench.delivery(intent, null, null);
  }

  private DeliveryResult result(CourierWorkflow courier) {
    return WorkflowStub.fromTyped(courier).getResult(DeliveryResult.class);
  }

  @Test
  void givesTheHandlerAllThatIsKnownAndReturnsItsResult() {
    work(
        context -> {
          assertThat(context.payload().path("ticket").asInt()).isEqualTo(7);
          assertThat(context.task()).isEqualTo("ticket-7");
          assertThat(context.tags()).isEqualTo(Map.of("team", "blue"));
          assertThat(context.checkpoint().last()).hasToString("{\"step\":4}");
          context.meter().recordUsage("gpt-4o", 1_000, 0);
          return Map.of("answer", 42);
        });
    DeliveryResult result = result(world.start(delivery()));
    assertThat(result.outcome()).isEqualTo(DeliveryResult.COMPLETED);
    assertThat(result.result()).isEqualTo("{\"answer\":42}");
    assertThat(purser.spent(intent)).isEqualTo(Usd.ofNanos(1_000_000));
  }

  @Test
  void aHandlerThatTheMeterStoppedAnswersWithTheVersionsItHeard() {
    purser.limit("0.05", "PARK");
    work(
        context -> {
          while (true) {
            context.meter().recordCost(Usd.of("0.02"));
          }
        });
    DeliveryResult result = result(world.start(delivery()));
    assertThat(result.outcome()).isEqualTo(DeliveryResult.STOPPED);
    assertThat(result.directive()).isEqualTo(Directive.PARK);
    assertThat(result.intentVersion()).isEqualTo(3);
    assertThat(result.agentVersion()).isEqualTo(3);
    assertThat(purser.spent(intent)).isEqualTo(Usd.of("0.06"));
  }

  @Test
  void aCallThatOutlivesTheCloseIsReportedAtItsEstimate() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    work(
        context ->
            context
                .meter()
                .call(
                    Usd.of("0.05"),
                    call -> {
                      begun.countDown();
                      awaitAsOkHttpDoes(answered);
                      return "late";
                    },
                    said -> Spend.of(Usd.of("0.03"))));
    var unused = world.start(delivery());
    begun.await();
    agent.close();
    assertThat(purser.received())
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.path("cost_usd").asText()).isEqualTo("0.05");
              assertThat(report.path("metadata").path("estimated").asBoolean()).isTrue();
            });
    answered.countDown();
  }

  private static void awaitAsOkHttpDoes(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // It ignores them until its read times out.
      }
    }
  }

  @Test
  void theAnswerCarriesACheckpointThatTheLedgerDoesNotHave() {
    work(
        context -> {
          purser.unavailable(true);
          assertThat(context.checkpoint().save(List.of("step", 5))).isFalse();
          context.meter().recordCost(Usd.of("2"));
          return "never";
        });
    DeliveryResult result = result(world.start(delivery()));
    assertThat(result.directive()).isEqualTo(Directive.PARK);
    assertThat(result.checkpoint()).isEqualTo("[\"step\",5]");
    assertThat(result.checkpointSeq()).isEqualTo(5);
    purser.unavailable(false);
    await("the cost is counted").atMost(Bench.LONGEST).until(() -> agent.waitingReports() == 0);
    assertThat(purser.spent(intent)).isEqualTo(Usd.of("2"));
  }

  @Test
  void aHandlerThatGivesUpFailsAndOneThatBreaksIsDeliveredAgain() {
    AtomicLong deliveries = new AtomicLong();
    work(
        context -> {
          if (deliveries.incrementAndGet() == 1) {
            throw new IllegalStateException("broken pipe");
          }
          throw new IntentFailed("there is no such ticket");
        });
    CourierWorkflow courier = world.start(delivery());
    DeliveryResult result = result(courier);
    assertThat(courier.lost()).singleElement().asString().contains("broken pipe");
    assertThat(result.outcome()).isEqualTo(DeliveryResult.FAILED);
    assertThat(result.error()).isEqualTo("there is no such ticket");
  }

  @Test
  void aResultThatArrivesAfterTheStopCounts() {
    CountDownLatch working = new CountDownLatch(1);
    work(
        context -> {
          working.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            return "done all the same";
          }
          return null;
        });
    CourierWorkflow courier = world.start(delivery());
    awaitLatch(working);
    courier.stop();
    assertThat(result(courier).outcome()).isEqualTo(DeliveryResult.COMPLETED);
  }

  /** Figures for the record; what is asserted is that every handler stops. */
  @Test
  void aWaitingHandlerIsInterruptedThroughItsHeartbeat() {
    int rounds = 100;
    long[] millis = new long[rounds];
    AtomicReference<CountDownLatch> working = new AtomicReference<>();
    AtomicLong interruptedAt = new AtomicLong();
    work(
        context -> {
          working.get().countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interruptedAt.set(System.nanoTime());
            throw e;
          }
          return null;
        });
    for (int round = 0; round < rounds; round++) {
      working.set(new CountDownLatch(1));
      CourierWorkflow courier = world.start(delivery());
      awaitLatch(working.get());
      long before = System.nanoTime();
      courier.stop();
      assertThat(result(courier).outcome()).isEqualTo(DeliveryResult.STOPPED);
      millis[round] = (interruptedAt.get() - before) / 1_000_000;
    }
    Arrays.sort(millis);
    System.out.printf(
        "cancellation reaches a waiting handler: p50 %d ms, p99 %d ms, most %d ms (%d rounds)%n",
        millis[rounds / 2], millis[rounds * 99 / 100 - 1], millis[rounds - 1], rounds);
  }

  @Test
  void aWorkerThatClosesGivesItsIntentBack() {
    CountDownLatch working = new CountDownLatch(1);
    work(
        context -> {
          working.countDown();
          new CountDownLatch(1).await();
          return null;
        });
    CourierWorkflow courier = world.start(delivery());
    awaitLatch(working);
    agent.close();
    DeliveryResult result = result(courier);
    assertThat(result.outcome()).isEqualTo(DeliveryResult.STOPPED);
    assertThat(result.directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void theIntentOfAWorkerKilledInTheMiddleIsDeliveredAgainWithItsCheckpoint() throws Exception {
    Delivery impatient =
        new Delivery(
            intent,
            "agent://org/worker",
            1,
            null,
            null,
            "{}",
            null,
            Map.of(),
            null,
            0,
            null,
            null,
            null,
            3_000,
            null);
    Process lonely = spawn(LonelyAgent.class, purser.url(), world.target());
    try {
      CourierWorkflow courier = world.start(impatient);
      await("half way").atMost(Bench.LONGEST).until(() -> purser.checkpoint(intent) != null);
      // The API is gone too: only the heartbeat can carry the next one.
      lonely.destroyForcibly().waitFor();
      work(context -> Map.of("delivery", context.delivery()));
      DeliveryResult result = result(courier);
      assertThat(courier.lost()).singleElement().asString().contains("TIMEOUT_TYPE_HEARTBEAT");
      assertThat(result.result()).isEqualTo("{\"delivery\":2}");
      assertThat(purser.spent(intent)).isEqualTo(Usd.ofNanos(1_000_000));
    } finally {
      lonely.destroyForcibly();
    }
  }

  private static Process spawn(Class<?> main, String... arguments) throws IOException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    ProcessBuilder builder =
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), main.getName());
    builder.command().addAll(List.of(arguments));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> PurserAgent.builder().address("agent://org/worker").start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("handler");
    assertThatThrownBy(() -> PurserAgent.builder().concurrency(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("concurrency");
  }

  private static void awaitLatch(CountDownLatch latch) {
    await("the handler works").atMost(Bench.LONGEST).until(() -> latch.getCount() == 0);
  }
}
