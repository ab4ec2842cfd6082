package dev.purser.workflows.intent;

import java.util.Objects;

/**
 * What one model cost.
 *
 * @param model its name; empty where reports named none
 * @param costNanos in nano-dollars
 */
public record ModelSpend(String model, long costNanos, long calls) {
  public ModelSpend {
    model = Objects.requireNonNullElse(model, "");
  }
}
