package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestStop {
  private final IntentStopped budget = Parked.because("the day's budget");

  private final Stop stop = new Stop(Thread.currentThread());

  @AfterEach
  void finish() {
    stop.finished();
  }

  @Test
  void runsEachActionOnceOnAThreadOfItsOwn() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(2);
    AtomicInteger count = new AtomicInteger();
    AtomicReference<Thread> thread = new AtomicReference<>();
    Runnable action =
        () -> {
          count.incrementAndGet();
          thread.set(Thread.currentThread());
          ran.countDown();
        };
    stop.onStop(action);
    stop.onStop(action);
    stop.order(budget);
    stop.order(new Killed("enough"));
    ran.await();
    assertThat(count).hasValue(2);
    assertThat(thread.get()).isNotSameAs(Thread.currentThread());
    assertThat(stop.reason()).isEqualTo("enough");
  }

  @Test
  void runsAnActionAtOnceWhereTheStopCameBefore() {
    stop.order(budget);
    AtomicReference<Thread> thread = new AtomicReference<>();
    stop.onStop(() -> thread.set(Thread.currentThread()));
    assertThat(thread.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void oneActionThatBlocksAndOneThatThrowsKeepNoOtherBack() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    stop.onStop(
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (LogOf log = new LogOf(Stop.class)) {
      stop.onStop(
          () -> {
            throw new IllegalStateException("broken");
          });
      stop.onStop(ran::incrementAndGet);
      stop.order(budget);
      await("the third ran").atMost(Bench.LONGEST).until(() -> ran.get() == 1);
      await("it is logged").atMost(Bench.LONGEST).until(() -> log.lines().size() == 1);
    }
    never.countDown();
  }

  @Test
  void anActionThatWasTakenBackDoesNotRun() {
    List<String> ran = new ArrayList<>();
    stop.onStop(() -> ran.add("it")).close();
    stop.order(budget);
    assertThat(ran).isEmpty();
  }

  @Test
  void keepsThatItWasThrown() {
    assertThat(stop.thrown()).isNull();
    stop.order(budget);
    assertThat(stop.thrown()).isNull();
    assertThatThrownBy(stop::throwIfStopped).isInstanceOf(Parked.class);
    assertThat(stop.thrown()).isSameAs(budget);
  }

  @Test
  void aShelteredHandlerIsInterruptedWhenTheStopIsHeardAgain() throws InterruptedException {
    try (CancellationToken.Registration sheltered = stop.shelter()) {
      orderFromElsewhere();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    orderFromElsewhere();
    assertThat(Thread.interrupted()).isTrue();
    orderFromElsewhere();
    assertThat(Thread.interrupted()).isFalse();
  }

  private void orderFromElsewhere() throws InterruptedException {
    Thread other = new Thread(() -> stop.order(budget));
    other.start();
    while (other.isAlive()) {
      try {
        other.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
