package dev.purser.api.courier;

import dev.purser.ledger.courier.Lane;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many messages a courier has on their way to Temporal at once, for each lane apart: what waits
 * in one takes nothing from another.
 *
 * @param words people's words and decisions
 * @param deliveries intents that are to be delivered
 * @param starts workflows nobody waits for; {@link StartWindow} bounds them further
 * @param totals sums
 */
public record Shares(int words, int deliveries, int starts, int totals) {
  /** Starts take processor time: where Temporal runs on the same machine, others wait for it. */
  public static final Shares DEFAULT =
      new Shares(12, 12, Math.max(2, Runtime.getRuntime().availableProcessors()), 4);

  /** Checks that each lane moves. */
  public Shares {
    if (words < 1 || deliveries < 1 || starts < 1 || totals < 1) {
      throw new IllegalArgumentException("each lane's share must be at least 1");
    }
  }

  /** By lane. */
  Map<Lane, Integer> byLane() {
    Map<Lane, Integer> shares = new EnumMap<>(Lane.class);
    shares.put(Lane.WORDS, words);
    shares.put(Lane.DELIVERIES, deliveries);
    shares.put(Lane.STARTS, starts);
    shares.put(Lane.TOTALS, totals);
    return shares;
  }

  /** Of all lanes together. */
  int sum() {
    return words + deliveries + starts + totals;
  }
}
