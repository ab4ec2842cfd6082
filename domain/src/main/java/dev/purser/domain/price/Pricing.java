package dev.purser.domain.price;

import dev.purser.domain.money.Usd;

/** The outcome of looking up what a usage costs: an amount, or that no price is known. */
public sealed interface Pricing {

  /** An amount and the price it was computed with. */
  record Priced(Usd amount, ModelPrice price) implements Pricing {

    /** The context tier: the least input tokens that the price is for. */
    public long tier() {
      return price.aboveInputTokens();
    }
  }

  /** No price is known for the model, or it lacks a figure that the usage needs. */
  record Unpriced(String model) implements Pricing {}
}
