package dev.purser.ledger.prices;

import dev.purser.domain.price.ModelPrice;
import java.time.Instant;

/**
 * A price that someone added.
 *
 * @param actor who did
 */
public record PriceLine(long id, ModelPrice price, String actor, Instant createdAt) {}
