package dev.purser.domain.price;

import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The published price of a model from a date and a context size on, in USD per million tokens.
 *
 * @param provider who sells it; null: whoever sells it
 * @param model the model's name, itself an exact name
 * @param names further exact names
 * @param prefixes what other names of the model start with
 * @param effectiveFrom when the price begins; null: it always held
 * @param aboveInputTokens the context tier: the least input tokens, cached ones included, of a call
 * @param input null: no price published, a call that has such tokens is unpriced
 * @param output null: no price published, a call that has such tokens is unpriced
 * @param cachedInput null: the input price
 * @param cacheWrite null: the input price
 * @param reasoning null: the output price
 */
public record ModelPrice(
    @Nullable String provider,
    String model,
    List<String> names,
    List<String> prefixes,
    @Nullable Instant effectiveFrom,
    long aboveInputTokens,
    @Nullable BigDecimal input,
    @Nullable BigDecimal output,
    @Nullable BigDecimal cachedInput,
    @Nullable BigDecimal cacheWrite,
    @Nullable BigDecimal reasoning) {

  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);
  private static final int MAX_DECIMALS = 12;
  private static final int MILLION_DIGITS = 6;

  public ModelPrice {
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must name a model");
    }
    names = List.copyOf(names);
    prefixes = List.copyOf(prefixes);
    if (Stream.concat(names.stream(), prefixes.stream()).anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("names and prefixes must not be blank");
    }
    if (aboveInputTokens < 0) {
      throw new IllegalArgumentException(
          "above_tokens must not be negative, but is " + aboveInputTokens);
    }
    if (input == null && output == null) {
      throw new IllegalArgumentException("a price needs input, output or both");
    }
    input = checked("input", input);
    output = checked("output", output);
    cachedInput = checked("cached_input", cachedInput);
    cacheWrite = checked("cache_write", cacheWrite);
    reasoning = checked("reasoning", reasoning);
  }

  /** Whether both say the same of the same model, whatever they hold from. */
  public boolean isSameAs(ModelPrice other) {
    return Objects.equals(provider, other.provider)
        && model.equals(other.model)
        && names.equals(other.names)
        && same(input, other.input)
        && same(output, other.output)
        && same(cachedInput, other.cachedInput)
        && same(cacheWrite, other.cacheWrite)
        && same(reasoning, other.reasoning);
  }

  private static boolean same(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.compareTo(other) == 0;
  }

  /** Bounded before it is multiplied or added: 1e999999999 would be written out digit by digit. */
  private static @Nullable BigDecimal checked(String field, @Nullable BigDecimal price) {
    return price == null ? null : requirePrice(field, price);
  }

  static BigDecimal requirePrice(String field, BigDecimal price) {
    BigDecimal stripped = price.stripTrailingZeros();
    if (stripped.signum() < 0
        || stripped.compareTo(MAX_PRICE) > 0
        || stripped.scale() > MAX_DECIMALS) {
      throw new IllegalArgumentException(
          field
              + " must be USD per million tokens from 0 to "
              + MAX_PRICE
              + " with at most "
              + MAX_DECIMALS
              + " decimals, not "
              + price);
    }
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * Whether the provider's answers count cached and cache-write tokens beside the input tokens
   * instead of among them: Anthropic's do, also where Claude is sold by others, and so do those of
   * Amazon Bedrock.
   */
  public boolean inputExcludesCached() {
    return Providers.inputExcludesCached(provider, model);
  }

  /** All input tokens of a call, cached ones and cache writes included. */
  long totalInput(Usage usage) {
    return inputExcludesCached()
        ? usage.input() + usage.cachedInput() + usage.cacheWrite()
        : usage.input();
  }

  /**
   * What the usage costs at this price, rounded once, half-even, to nano-dollars; empty where a
   * figure it needs is not published.
   *
   * @throws IllegalArgumentException naming {@code tokens_cached} if more tokens were cached than
   *     went in
   */
  public Optional<Usd> cost(Usage usage) {
    long plainOutput = usage.output() - usage.reasoning();
    boolean priced =
        (input != null || totalInput(usage) == 0) && (output != null || usage.output() == 0);
    if (!priced) {
      return Optional.empty();
    }
    BigDecimal millionths =
        times(uncachedInput(usage), input)
            .add(times(usage.cachedInput(), cachedInput != null ? cachedInput : input))
            .add(times(usage.cacheWrite(), cacheWrite != null ? cacheWrite : input))
            .add(times(plainOutput, output))
            .add(times(usage.reasoning(), reasoning != null ? reasoning : output));
    return Optional.of(Usd.ofSum(millionths.scaleByPowerOfTen(-MILLION_DIGITS)));
  }

  private long uncachedInput(Usage usage) {
    if (inputExcludesCached()) {
      return usage.input();
    }
    long uncached = usage.input() - usage.cachedInput() - usage.cacheWrite();
    if (uncached < 0) {
      throw new IllegalArgumentException(
          "tokens_cached and tokens_cache_write must together be at most tokens_in, which includes"
              + " them: "
              + usage.cachedInput()
              + " and "
              + usage.cacheWrite()
              + " of "
              + usage.input());
    }
    return uncached;
  }

  private static BigDecimal times(long tokens, @Nullable BigDecimal price) {
    return price == null ? BigDecimal.ZERO : BigDecimal.valueOf(tokens).multiply(price);
  }

  /** All exact names in lower case. */
  Stream<String> exactNames() {
    return Stream.concat(Stream.of(model), names.stream())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .distinct();
  }
}
