package dev.purser.ledger.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.purser.ledger.Refused;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Bounds how often the ledger is asked for keys that are not in memory. What does not exist is
 * remembered for a moment, so that a client with a wrong key costs one question a second; guesses,
 * each of them another key, cost a fixed number a second in all.
 */
final class UnknownKeys {
  private static final Duration MEMORY = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 10_000;
  private static final int QUESTIONS_A_SECOND = 50;

  /** Who asks waits for the ledger: a slow one must not hold a thread for each guess. */
  private static final int QUESTIONS_AT_ONCE = 8;

  private final Cache<ByteBuffer, Boolean> absent =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(MEMORY).build();
  private final Semaphore asking = new Semaphore(QUESTIONS_AT_ONCE);
  private long second = Long.MIN_VALUE;
  private int questions;

  /**
   * Whether the ledger has the key.
   *
   * @param ledger asked for the hash, unless it lately said no
   * @throws Refused UNAVAILABLE where too much was asked in this second, or the ledger is away
   */
  boolean mayExist(byte[] hash, Predicate<byte[]> ledger) {
    ByteBuffer key = ByteBuffer.wrap(hash);
    if (absent.getIfPresent(key) != null) {
      return false;
    }
    if (!mayAsk(Math.floorDiv(System.nanoTime(), Duration.ofSeconds(1).toNanos()))
        || !asking.tryAcquire()) {
      throw new Refused(
          Refused.Code.UNAVAILABLE, "too many unknown keys are being tried: try again in a second");
    }
    try {
      boolean exists = ledger.test(hash);
      if (!exists) {
        absent.put(key, true);
      }
      return exists;
    } finally {
      asking.release();
    }
  }

  private synchronized boolean mayAsk(long now) {
    if (now != second) {
      second = now;
      questions = 0;
    }
    return ++questions <= QUESTIONS_A_SECOND;
  }
}
