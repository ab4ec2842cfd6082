package dev.purser.ledger.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.ledger.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class TestUnknownKeys {
  private static final int AT_ONCE = 8;

  private final UnknownKeys unknown = new UnknownKeys();

  @Test
  void aSlowLedgerIsAskedForAFewAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(AT_ONCE);
    CountDownLatch answer = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<Boolean>> guesses = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        byte[] hash = {(byte) i};
        Predicate<byte[]> slow =
            unused -> {
              asked.countDown();
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return false;
            };
        guesses.add(CompletableFuture.supplyAsync(() -> unknown.mayExist(hash, slow), threads));
      }
      asked.await();
      assertThatThrownBy(() -> unknown.mayExist(new byte[] {99}, hash -> true))
          .isInstanceOfSatisfying(
              Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.UNAVAILABLE));
      answer.countDown();
      guesses.forEach(guess -> assertThat(guess.join()).isFalse());
      assertThat(unknown.mayExist(new byte[] {99}, hash -> true)).isTrue();
    } finally {
      answer.countDown();
      threads.shutdownNow();
    }
  }
}
