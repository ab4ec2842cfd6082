package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.client.WorkflowStub;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A rule that only blocks: a delivery that meets it is not a lost one. */
class TestOnDenied {
  private static TemporalWorld world;

  private final FakePurser purser = new FakePurser().limit("0.02", "BLOCK");
  private CourierWorkflow courier;

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
    purser.close();
  }

  private DeliveryResult deliver(OnDenied choice, IntentHandler handler) {
    try (PurserAgent agent =
        PurserAgent.builder()
            .address("agent://org/worker")
            .purser(purser.url(), "key")
            .temporal(world.target())
            .spoolInMemory()
            .onDenied(choice)
            .handler(handler)
            .start()) {
      courier = world.start(Bench.delivery(UUID.randomUUID().toString(), null, null));
      return WorkflowStub.fromTyped(courier).getResult(DeliveryResult.class);
    }
  }

  private static Object buy(IntentContext context) {
    return context.meter().call(Usd.of("0.05"), call -> "", text -> Spend.of(Usd.of("0.03")));
  }

  @Test
  void parks() {
    DeliveryResult result = deliver(OnDenied.PARK, TestOnDenied::buy);
    assertThat(result.outcome()).isEqualTo(DeliveryResult.STOPPED);
    assertThat(result.directive()).isEqualTo(Directive.PARK);
    assertThat(courier.lost()).isEmpty();
  }

  @Test
  void failsAtOnceHoweverItIsWrapped() {
    DeliveryResult result =
        deliver(OnDenied.FAIL, context -> CompletableFuture.supplyAsync(() -> buy(context)).join());
    assertThat(result.outcome()).isEqualTo(DeliveryResult.FAILED);
    assertThat(result.error()).contains("denied");
    assertThat(courier.lost()).isEmpty();
  }
}
