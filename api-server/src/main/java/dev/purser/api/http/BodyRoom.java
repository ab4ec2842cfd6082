package dev.purser.api.http;

import java.util.HashMap;
import java.util.Map;

/** The memory for bodies that are under way, and what of it one sender may take. */
public final class BodyRoom {
  private final long share;
  private final Map<String, Long> taken = new HashMap<>();
  private long left;

  /**
   * @param bytes for all
   * @param share the most bytes of one sender
   */
  public BodyRoom(long bytes, long share) {
    this.left = bytes;
    this.share = share;
  }

  /** Reserves room for a body; false: there is none, or the sender has its share. */
  synchronized boolean take(String sender, long bytes) {
    long sum = taken.getOrDefault(sender, 0L) + bytes;
    if (sum > share || bytes > left) {
      return false;
    }
    taken.put(sender, sum);
    left -= bytes;
    return true;
  }

  /** Of what was reserved. */
  synchronized void giveBack(String sender, long bytes) {
    left += bytes;
    taken.compute(
        sender,
        (name, before) -> before == null || before <= bytes ? null : Long.valueOf(before - bytes));
  }
}
