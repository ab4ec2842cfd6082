package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One amount as it is posted.
 *
 * @param windowAt whose windows it is posted to
 * @param assumed the part of it that stands at an assumed price; negative where a correction takes
 *     it away
 * @param calls how many calls it adds: 1 for a report, 0 for a correction
 * @param unpricedCalls how many of them have no price
 * @param tokenless whether no tokens are known of the call
 */
record EntryLine(
    Place place,
    @Nullable String reportId,
    Usd amount,
    Pricing pricing,
    @Nullable Usage usage,
    String model,
    long tier,
    Instant windowAt,
    Instant occurredAt,
    Usd assumed,
    long calls,
    long unpricedCalls,
    boolean tokenless,
    int delivery,
    @Nullable UUID authorizationId,
    @Nullable String metadata,
    @Nullable String actor,
    @Nullable String reason) {
  /** Where the amount comes from. */
  enum Pricing {
    GIVEN,
    PRICED,
    ASSUMED,
    FREE,
    CORRECTION
  }

  /** Tokens that go to the rollup; a correction counts none again. */
  @Nullable Usage counted() {
    return calls > 0 ? usage : null;
  }
}
