package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.intent.Progress;
import dev.purser.workflows.intent.Resolution;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers without a Temporal worker. */
@Timeout(120)
final class TestClaims {
  private World world = new World(false, Instant.now());

  @AfterEach
  void close() {
    world.close();
  }

  private IntentWorkflow delivered() {
    IntentWorkflow intent = world.start(World.intent());
    await("it lies there for a worker")
        .atMost(World.LONGEST)
        .until(() -> intent.view().delivery() == 1);
    return intent;
  }

  @Test
  void theFirstClaimWinsAndWithdrawsItFromTheWorkers() {
    IntentWorkflow intent = delivered();

    Claimed first = intent.claim(new Claim("reader-1", 0));
    Claimed second = intent.claim(new Claim("reader-2", 0));

    assertThat(first.granted()).isTrue();
    assertThat(first.journaled()).isTrue();
    assertThat(first.delivery().delivery()).isEqualTo(2);
    assertThat(first.delivery().payload()).isEqualTo("{\"pr\":1}");
    assertThat(second.granted()).isFalse();
    assertThat(second.reason()).isEqualTo("someone else has it");
    intent.resolve(new Resolution(IntentStatus.COMPLETED, "{}", null, "reader-1"));
    world.awaitClosed(intent);
  }

  @Test
  void whatAWorkerHasBegunIsNotTakenFromIt() {
    world.close();
    world = new World();
    IntentWorkflow intent = delivered();
    intent.progress(new Progress(1, IntentStatus.ACKNOWLEDGED));
    await("acknowledged")
        .atMost(World.LONGEST)
        .until(() -> intent.view().status() == IntentStatus.ACKNOWLEDGED);

    Claimed claimed = intent.claim(new Claim("reader", 0));

    assertThat(claimed.granted()).isFalse();
    assertThat(world.delivered).hasSize(1);
  }

  @Test
  void aClaimWithoutASignOfLifeIsLostAfterItsLeaseAndCountsAsAnAttempt() {
    IntentWorkflow intent = delivered();
    Instant heard = world.now().plusMillis(1_500);
    world.ledger.claims.put(2, heard);
    assertThat(intent.claim(new Claim("reader", 300)).granted()).isTrue();

    await("the next delivery").atMost(World.LONGEST).until(() -> intent.view().delivery() == 3);

    assertThat(world.now()).isAfter(heard);
    assertThat(intent.view().lost()).isEqualTo(1);
  }

  @Test
  void aReaderThatWaitsForItsReleaseGoesOnWithTheSameDelivery() {
    IntentWorkflow intent = delivered();
    assertThat(intent.claim(new Claim("reader", 2_000)).granted()).isTrue();
    intent.pause(new Act("ann", null));

    intent.resume(new ResumeAct("ann", null, List.of(), 0));

    assertThat(intent.view().delivery()).isEqualTo(2);
    // One that has left meanwhile has done nothing wrong.
    await("the next delivery").atMost(World.LONGEST).until(() -> intent.view().delivery() == 3);
    assertThat(intent.view().lost()).isZero();
  }

  @Test
  void anIntentThatWaitsIsNotToBeHad() {
    IntentWorkflow intent = delivered();
    intent.pause(new Act("ann", "look"));

    Claimed claimed = intent.claim(new Claim("reader", 0));

    assertThat(claimed.granted()).isFalse();
    assertThat(claimed.reason()).isEqualTo("the intent waits: look");
  }
}
