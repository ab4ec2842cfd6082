package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import dev.purser.workflows.intent.GivenBack;
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

    Claimed first = intent.claim(new Claim("reader-1", 0, ""));
    Claimed second = intent.claim(new Claim("reader-2", 0, ""));

    assertThat(first.granted()).isTrue();
    assertThat(first.journaled()).isTrue();
    assertThat(first.delivery().delivery())
        .as("what lay there for a worker that is not there was no delivery")
        .isEqualTo(1);
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

    Claimed claimed = intent.claim(new Claim("reader", 0, ""));

    assertThat(claimed.granted()).isFalse();
    assertThat(world.delivered).hasSize(1);
  }

  @Test
  void aClaimWithoutASignOfLifeIsLostAfterItsLeaseAndCountsAsAnAttempt() {
    IntentWorkflow intent = delivered();
    Instant heard = world.now().plusMillis(1_500);
    world.ledger.claims.put(1, heard);
    assertThat(intent.claim(new Claim("reader", 300, "")).granted()).isTrue();

    await("the next delivery").atMost(World.LONGEST).until(() -> intent.view().delivery() == 2);

    assertThat(world.now()).isAfter(heard);
    assertThat(intent.view().lost()).isEqualTo(1);
  }

  @Test
  void aReaderThatWaitsForItsReleaseGoesOnWithTheSameDelivery() {
    IntentWorkflow intent = delivered();
    assertThat(intent.claim(new Claim("reader", 2_000, "")).granted()).isTrue();
    intent.pause(new Act("ann", null));

    intent.resume(new ResumeAct("ann", null, List.of(), 0));

    assertThat(intent.view().delivery()).isEqualTo(1);
    // One that has left meanwhile has done nothing wrong.
    await("the next delivery").atMost(World.LONGEST).until(() -> intent.view().delivery() == 2);
    assertThat(intent.view().lost()).isZero();
  }

  @Test
  void anIntentThatWaitsIsNotToBeHad() {
    IntentWorkflow intent = delivered();
    intent.pause(new Act("ann", "look"));

    Claimed claimed = intent.claim(new Claim("reader", 0, ""));

    assertThat(claimed.granted()).isFalse();
    assertThat(claimed.reason()).isEqualTo("the intent waits: look");
  }

  @Test
  void aClaimThatIsGivenBackIsTheNextOnesAtOnceAndNoAttempt() {
    IntentWorkflow intent = delivered();
    assertThat(intent.claim(new Claim("reader-1", 600_000, "a")).granted()).isTrue();

    intent.giveBack(new GivenBack("a"));

    Claimed next =
        await("the next reader has it")
            .atMost(World.LONGEST)
            .until(() -> intent.claim(new Claim("reader-2", 600_000, "b")), Claimed::granted);
    assertThat(next.granted()).isTrue();
    assertThat(intent.view().lost()).isZero();
    // Given back once more, late: it is not this one's.
    intent.giveBack(new GivenBack("a"));
    assertThat(intent.claim(new Claim("reader-3", 0, "c")).reason())
        .isEqualTo("someone else has it");
  }

  @Test
  void aClaimThatIsGivenBackBeforeItComesIsNotGranted() {
    IntentWorkflow intent = delivered();

    intent.giveBack(new GivenBack("late"));

    Claimed claimed = intent.claim(new Claim("reader", 0, "late"));
    assertThat(claimed.granted()).isFalse();
    assertThat(claimed.reason()).isEqualTo("it was given back");
    assertThat(intent.claim(new Claim("reader", 0, "other")).granted()).isTrue();
  }

  @Test
  void aReaderThatIsParkedMayGiveItBack() {
    IntentWorkflow intent = delivered();
    assertThat(intent.claim(new Claim("reader", 600_000, "a")).granted()).isTrue();
    intent.pause(new Act("ann", null));

    intent.giveBack(new GivenBack("a"));

    await("nobody has it")
        .atMost(World.LONGEST)
        .until(() -> intent.view().beneath() == IntentStatus.SUBMITTED);
    assertThat(intent.view().lost()).isZero();
  }
}
