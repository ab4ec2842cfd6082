package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handlers that catch everything around each ticket: 20 tickets of $0.03, a limit of $0.15. */
class TestSwallowedStop {
  private static final int TICKETS = 20;
  private static final Usd CALL = Usd.of("0.03");
  private static TemporalWorld world;

  private final FakePurser purser = new FakePurser().limit("0.15", "PARK");
  private final String intent = UUID.randomUUID().toString();
  private final ExecutorService pool = Executors.newFixedThreadPool(3);

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
    pool.shutdownNow();
    purser.close();
  }

  private DeliveryResult deliver(IntentHandler handler) {
    try (PurserAgent agent =
        PurserAgent.builder()
            .address("agent://org/worker")
            .purser(purser.url(), "key")
            .temporal(world.target())
            .handler(handler)
            .start()) {
      CourierWorkflow courier = world.start(Bench.delivery(intent, null, null));
      return WorkflowStub.fromTyped(courier).getResult(DeliveryResult.class);
    }
  }

  /** Stopped, told once, and with no more calls made than were under way at the stop. */
  private void assertStopped(IntentHandler handler, int mostCalls) {
    try (LogOf log = new LogOf(Attempt.class)) {
      DeliveryResult result = deliver(handler);
      assertThat(result.outcome()).isEqualTo(DeliveryResult.STOPPED);
      assertThat(result.directive()).isEqualTo(Directive.PARK);
      assertThat(log.lines()).singleElement().asString().contains(intent, "Let IntentStopped pass");
    }
    assertThat(purser.reports()).hasSizeBetween(5, mostCalls);
  }

  private static String ticket(IntentContext context) {
    try (Authorization leave = context.meter().authorize(CALL)) {
      leave.settle(CALL);
    }
    return "answered";
  }

  @Test
  void inALoop() {
    assertStopped(
        context -> {
          List<String> errors = new ArrayList<>();
          for (int i = 0; i < TICKETS; i++) {
            try {
              ticket(context);
              context.checkpoint().save(i);
            } catch (Exception e) {
              errors.add(e.getMessage());
            }
          }
          return errors;
        },
        5);
    assertThat(purser.checkpoint(intent)).hasToString("4");
  }

  @Test
  void inAStream() {
    assertStopped(
        context ->
            IntStream.range(0, TICKETS)
                .mapToObj(
                    i -> {
                      try {
                        return ticket(context);
                      } catch (RuntimeException e) {
                        return "failed";
                      }
                    })
                .toList(),
        5);
  }

  @Test
  void inAnExecutorWhichWrapsIt() {
    assertStopped(
        context -> {
          List<Future<String>> futures = new ArrayList<>();
          for (int i = 0; i < TICKETS; i++) {
            futures.add(pool.submit(() -> ticket(context)));
          }
          int answered = 0;
          for (Future<String> future : futures) {
            try {
              future.get();
              answered++;
            } catch (ExecutionException | InterruptedException e) {
              // "Some tickets fail."
            }
          }
          return answered;
        },
        7);
  }

  @Test
  void inCompletableFuturesWhichWrapIt() {
    assertStopped(
        context -> {
          List<CompletableFuture<String>> futures = new ArrayList<>();
          for (int i = 0; i < TICKETS; i++) {
            futures.add(
                CompletableFuture.supplyAsync(() -> ticket(context), pool)
                    .exceptionally(e -> "failed"));
          }
          return futures.stream().map(CompletableFuture::join).toList();
        },
        7);
  }

  @Test
  void givingTheIntentUpInsteadDoesNotCountEither() {
    assertStopped(
        context -> {
          try {
            while (true) {
              ticket(context);
            }
          } catch (RuntimeException e) {
            throw new IntentFailed("ticket failed", e);
          }
        },
        5);
  }

  @Test
  void aReturnToWhichNoneWasThrownCounts() {
    DeliveryResult result =
        deliver(
            context -> {
              for (int i = 0; i < 5; i++) {
                ticket(context);
              }
              return "done";
            });
    assertThat(result.outcome()).isEqualTo(DeliveryResult.COMPLETED);
    assertThat(result.result()).isEqualTo("\"done\"");
  }
}
