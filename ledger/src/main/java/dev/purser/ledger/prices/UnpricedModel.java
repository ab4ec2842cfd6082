package dev.purser.ledger.prices;

import dev.purser.domain.money.Usd;
import java.time.Instant;

/**
 * A model that calls were counted of without a known price.
 *
 * @param calls how many of its calls
 * @param assumed what they were counted at
 * @param firstAt the quarter of an hour of the first of them
 * @param lastAt the quarter of an hour of the last of them
 * @param agents how many agents use it
 */
public record UnpricedModel(
    String model, long calls, Usd assumed, Instant firstAt, Instant lastAt, long agents) {}
