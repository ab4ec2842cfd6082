package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.money.Usd;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An intent that comes again while Purser is away has no allowance but what it had. */
final class TestUncounted {
  private static final Usd ALLOWANCE = Usd.of("0.10");
  private final Uncounted uncounted = new Uncounted();

  @Test
  void theNextDeliveryWaitsUntilWhatTheLastOneSpentIsCounted() {
    uncounted.add("intent", Usd.of("0.12"));
    Thread next = new Thread(this::begin);
    next.start();
    await("it waits")
        .atMost(Duration.ofSeconds(20))
        .until(() -> next.getState() == Thread.State.WAITING);
    uncounted.settle("intent", Usd.of("0.06"));
    await("it begins").atMost(Duration.ofSeconds(20)).until(() -> !next.isAlive());
    assertThat(uncounted.of("intent")).isEqualTo(Usd.of("0.06"));
  }

  @Test
  void whoOwesNothingBeginsAtOnceWhateverIsAllowed() throws InterruptedException {
    uncounted.add("another", Usd.of("5"));
    uncounted.awaitBelow("intent", Usd.ZERO);
    assertThat(uncounted.of("intent")).isEqualTo(Usd.ZERO);
  }

  private void begin() {
    try {
      uncounted.awaitBelow("intent", ALLOWANCE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
