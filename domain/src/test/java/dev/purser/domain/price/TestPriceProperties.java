package dev.purser.domain.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TestPriceProperties {

  private static final int MAX = 10_000_000;

  /** Prices as they are: a cached token is never dearer than a plain one. */
  @Provide
  Arbitrary<ModelPrice> prices() {
    Arbitrary<BigDecimal> dollars =
        Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.valueOf(200)).ofScale(6);
    Arbitrary<BigDecimal> share =
        Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.ONE).ofScale(2);
    return Combinators.combine(
            Arbitraries.of("openai", "anthropic"),
            dollars,
            dollars,
            share.injectNull(0.2),
            dollars.injectNull(0.2),
            dollars.injectNull(0.5))
        .as(
            (provider, input, output, cached, write, reasoning) ->
                new ModelPrice(
                    provider,
                    "m",
                    List.of(),
                    List.of(),
                    null,
                    0,
                    input,
                    output,
                    cached == null ? null : input.multiply(cached),
                    write,
                    reasoning));
  }

  @Provide
  Arbitrary<Usage> usages() {
    Arbitrary<Integer> tokens = Arbitraries.integers().between(0, MAX);
    return Combinators.combine(tokens, tokens, tokens, tokens, tokens)
        .as(
            (plain, cached, write, answer, reasoning) ->
                new Usage(
                    "m",
                    null,
                    (long) plain + cached + write,
                    cached,
                    write,
                    (long) answer + reasoning,
                    reasoning));
  }

  @Property
  void moreTokensNeverCostLess(
      @ForAll("prices") ModelPrice price,
      @ForAll("usages") Usage usage,
      @ForAll @IntRange(max = MAX) int input,
      @ForAll @IntRange(max = MAX) int output) {
    assertThat(cost(price, plus(usage, input, 0, 0, output, 0)))
        .isGreaterThanOrEqualTo(cost(price, usage));
  }

  @Property
  void costsAddUpToTheCostOfTheSumButForRounding(
      @ForAll("prices") ModelPrice price, @ForAll("usages") Usage a, @ForAll("usages") Usage b) {
    Usage sum = plus(a, b.input(), b.cachedInput(), b.cacheWrite(), b.output(), b.reasoning());
    long off = cost(price, a).plus(cost(price, b)).minus(cost(price, sum)).nanos();
    // Three roundings by half a nano-dollar at most.
    assertThat(off).isBetween(-1L, 1L);
  }

  @Property
  void aCachedTokenIsChargedOnce(
      @ForAll("prices") ModelPrice price, @ForAll @IntRange(max = MAX) int cached) {
    long plain = price.inputExcludesCached() ? 0 : cached;
    Usage allCached = new Usage("m", null, plain, cached, 0, 0, 0);
    Usage noneCached = new Usage("m", null, cached, 0, 0, 0, 0);
    assertThat(cost(price, allCached)).isLessThanOrEqualTo(cost(price, noneCached));
  }

  /** The same sum in whole numbers: prices in 10⁻⁹ dollars, so a sum is in 10⁻¹⁵ dollars. */
  @Property
  void agreesWithWholeNumbers(@ForAll("prices") ModelPrice price, @ForAll("usages") Usage usage) {
    long beside = price.inputExcludesCached() ? 0 : usage.cachedInput() + usage.cacheWrite();
    BigInteger sum =
        product(usage.input() - beside, price.input())
            .add(product(usage.cachedInput(), either(price.cachedInput(), price.input())))
            .add(product(usage.cacheWrite(), either(price.cacheWrite(), price.input())))
            .add(product(usage.output() - usage.reasoning(), price.output()))
            .add(product(usage.reasoning(), either(price.reasoning(), price.output())));
    BigInteger million = BigInteger.valueOf(1_000_000);
    BigInteger twiceOff =
        BigInteger.valueOf(cost(price, usage).nanos()).multiply(million).subtract(sum).shiftLeft(1);
    assertThat(twiceOff.abs()).isLessThanOrEqualTo(million);
  }

  private static BigDecimal either(BigDecimal price, BigDecimal instead) {
    return price != null ? price : instead;
  }

  private static BigInteger product(long tokens, BigDecimal price) {
    return price.movePointRight(9).toBigIntegerExact().multiply(BigInteger.valueOf(tokens));
  }

  private static Usage plus(
      Usage usage, long input, long cached, long cacheWrite, long output, long reasoning) {
    return new Usage(
        usage.model(),
        usage.provider(),
        usage.input() + input,
        usage.cachedInput() + cached,
        usage.cacheWrite() + cacheWrite,
        usage.output() + output,
        usage.reasoning() + reasoning);
  }

  private static Usd cost(ModelPrice price, Usage usage) {
    return price.cost(usage).orElseThrow();
  }
}
