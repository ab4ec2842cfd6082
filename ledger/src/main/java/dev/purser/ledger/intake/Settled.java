package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report's authorization means for it.
 *
 * @param windowAt whose windows it is posted to: those it was reserved in
 * @param authorized what was reserved; null where nothing was settled
 * @param late whether it had expired or was released: others may have been given its room
 */
record Settled(Instant windowAt, @Nullable Usd authorized, boolean late) {
  /** What was spent beyond it. */
  Usd over(Usd amount) {
    return authorized == null ? Usd.ZERO : amount.minus(authorized).max(Usd.ZERO);
  }
}
