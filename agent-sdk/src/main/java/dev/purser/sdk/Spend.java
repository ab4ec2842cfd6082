package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one call cost: an amount, or what it used (Purser then prices it), or both.
 *
 * @param cost null: priced by Purser from the usage
 * @param usage null: only an amount is known
 * @param occurredAt when the call was made, UTC; null: now
 * @param metadata the author's own scalars: text, numbers, truth values
 */
public record Spend(
    @Nullable Usd cost,
    @Nullable Usage usage,
    @Nullable Instant occurredAt,
    Map<String, Object> metadata) {

  public Spend {
    if (cost == null && usage == null) {
      throw new IllegalArgumentException("a spend needs a cost or a usage");
    }
    if (cost != null && cost.isNegative()) {
      throw new IllegalArgumentException("cost must not be negative, but is " + cost);
    }
    metadata = Map.copyOf(metadata);
  }

  /** An amount. */
  public static Spend of(Usd cost) {
    return new Spend(Objects.requireNonNull(cost, "cost is null"), null, null, Map.of());
  }

  /** What a call used, to be priced by Purser. */
  public static Spend of(Usage usage) {
    return new Spend(null, Objects.requireNonNull(usage, "usage is null"), null, Map.of());
  }

  /** Tokens in and out of a plain call. */
  public static Spend of(String model, long tokensIn, long tokensOut) {
    return of(Usage.of(model, tokensIn, tokensOut));
  }

  /** The same with what the provider charged. */
  public Spend costing(Usd amount) {
    return new Spend(amount, usage, occurredAt, metadata);
  }

  /** The same, made at this time. */
  public Spend at(Instant time) {
    return new Spend(cost, usage, time, metadata);
  }

  /** The same with one more scalar. */
  public Spend with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(metadata);
    more.put(name, value);
    return new Spend(cost, usage, occurredAt, more);
  }
}
