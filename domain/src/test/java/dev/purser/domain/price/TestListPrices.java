package dev.purser.domain.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's own price file, against amounts computed apart from it. */
class TestListPrices {

  private static final List<ModelPrice> PRICES = PriceFile.load();
  private static final PriceBook BOOK = new PriceBook(PRICES);
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // model, provider, in, cached, cache write, out, reasoning, dollars, tier
    "gpt-4o, , 4808, 0, 0, 10, 0, 0.01212, 0",
    "gpt-4o, , 4808, 4000, 0, 10, 0, 0.00712, 0",
    "GPT-4o-2024-08-06, , 4808, 4000, 0, 10, 0, 0.00712, 0",
    "openai/gpt-4o, , 4808, 4000, 0, 10, 10, 0.00712, 0",
    "azure/gpt-4o, , 4808, 4000, 0, 10, 0, 0.00712, 0",
    "gpt-4o, azure.ai.openai, 4808, 4000, 0, 10, 0, 0.00712, 0",
    "gpt-4o-mini, openai, 1234567, 0, 0, 7, 0, 0.18518925, 0",
    "gpt-4o, openai, 0, 0, 0, 0, 0, 0, 0",
    "ft:gpt-4o-2024-08-06:acme::abc, , 1000, 0, 0, 1000, 0, 0.01875, 0",
    "ft:gpt-4o-mini-2024-07-18:acme::abc, , 1000, 0, 0, 1000, 0, 0.0015, 0",
    "text-embedding-3-small, , 1000003, 0, 0, 0, 0, 0.02000006, 0",
    // Anthropic counts cached tokens and cache writes beside the input.
    "claude-sonnet-4-5-20250929, , 12, 90000, 1500, 800, 0, 0.044661, 0",
    "claude-sonnet-4-5-20250929, , 12, 190000, 9987, 800, 0, 0.10648725, 0",
    "claude-sonnet-4-5-20250929, , 12, 190000, 9988, 800, 0, 0.206982, 200000",
    "anthropic/claude-haiku-4.5, openrouter, 1000, 0, 0, 1000, 0, 0.006, 0",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, , 100, 1000, 10, 50, 0, 0.00152625, 0",
    "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, , 100, 1000, 10, 50, 0, 0.00152625, 0",
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0, , 100, 1000, 10, 50, 0, 0.0013875, 0",
    "claude-sonnet-4-5-20250929, aws.bedrock, 100, 1000, 10, 50, 0, 0.00152625, 0",
    "vertex_ai/claude-opus-4-6, , 200000, 0, 0, 1000, 0, 2.0375, 200000",
    "amazon.nova-pro-v1:0, , 1000, 5000, 0, 100, 0, 0.00212, 0",
    // Context tiers begin at their token.
    "gemini-2.5-pro, , 199999, 0, 0, 500, 0, 0.25499875, 0",
    "gemini-2.5-pro, , 200000, 0, 0, 500, 0, 0.5075, 200000",
    "gemini/gemini-2.5-pro, , 200001, 150000, 0, 500, 400, 0.1700025, 200000",
    "gemini-1.5-flash, , 127999, 0, 0, 1, 0, 0.009600225, 0",
    "gemini-1.5-flash, , 128000, 0, 0, 1, 0, 0.0192006, 128000",
    "gpt-5.6-luna, , 272000, 199000, 1000, 100, 0, 0.03744, 272000",
    // Rounded once, half to even.
    "deepseek-v4-pro, , 1, 1, 0, 0, 0, 0.000000004, 0",
    "deepseek-v4-flash, , 3, 3, 0, 0, 0, 0.000000008, 0",
    "command-r7b, , 3, 0, 0, 1, 0, 0.000000262, 0",
    // Prices without a discount by the hour of the day.
    "deepseek-chat, , 1000, 0, 0, 1000, 0, 0.00137, 0",
    // Names that several sell.
    "deepseek-r1-distill-llama-70b, , 1000, 0, 0, 1000, 0, 0.00174, 0",
    "gpt-oss-120b, , 1000000, 0, 0, 1000000, 0, 0.219, 0",
    "openai/gpt-oss-120b, groq, 1000000, 0, 0, 1000000, 0, 0.75, 0",
    "groq/llama-3.1-8b-instant, , 1000, 0, 0, 1000, 0, 0.00013, 0",
    "xai/grok-4.3, , 1000, 0, 0, 1000, 0, 0.00375, 0",
  })
  void pricesUsage(
      String model,
      String provider,
      long input,
      long cached,
      long cacheWrite,
      long output,
      long reasoning,
      String dollars,
      long tier) {
    Usage usage = new Usage(model, provider, input, cached, cacheWrite, output, reasoning);
    Pricing.Priced priced = (Pricing.Priced) BOOK.price(usage, NOW);
    assertThat(priced.amount()).isEqualTo(Usd.of(dollars));
    assertThat(priced.tier()).isEqualTo(tier);
  }

  @ParameterizedTest
  @CsvSource({
    "o3, 1000, 2000, 2025-06-09T23:59:59Z, 0.09",
    "o3, 1000, 2000, 2025-06-10T00:00:00Z, 0.018",
    "claude-opus-4-6, 200000, 1000, 2026-03-12T23:59:59Z, 2.0375",
    "claude-opus-4-6, 200000, 1000, 2026-03-13T00:00:00Z, 1.025",
    "claude-sonnet-5, 1000, 1000, 2026-08-31T23:59:59Z, 0.012",
    "claude-sonnet-5, 1000, 1000, 2026-09-01T00:00:00Z, 0.018",
    "gpt-5.6-luna, 1000, 100, 2026-07-29T12:00:00Z, 0.0016",
    "gpt-5.6-luna, 1000, 100, 2026-07-30T12:00:00Z, 0.00032",
  })
  void pricesByDate(String model, long input, long output, Instant at, String dollars) {
    Pricing.Priced priced = (Pricing.Priced) BOOK.price(Usage.of(model, input, output), at);
    assertThat(priced.amount()).isEqualTo(Usd.of(dollars));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-9", "my-own-model", "gpt-4o-", "openai/", "/", "claude"})
  void doesNotPriceAnUnknownModel(String model) {
    assertThat(BOOK.price(Usage.of(model, 1, 1), NOW)).isEqualTo(new Pricing.Unpriced(model));
  }

  @Test
  void doesNotPriceOutputThatHasNoPublishedPrice() {
    assertThat(BOOK.price(Usage.of("text-embedding-3-small", 10, 1), NOW))
        .isEqualTo(new Pricing.Unpriced("text-embedding-3-small"));
  }

  @Test
  void asksTheMakerFirstForNamesThatResellersSpellOut() {
    assertThat(BOOK.find("claude-opus-4-5-20251101", null, 0, NOW))
        .map(ModelPrice::provider)
        .contains("anthropic");
    assertThat(BOOK.find("claude-opus-4-6", null, 0, NOW))
        .map(ModelPrice::provider)
        .contains("anthropic");
    assertThat(BOOK.find("claude-opus-4-6", "google", 0, NOW))
        .map(ModelPrice::provider)
        .contains("google");
  }

  @Test
  void findsEveryPriceByItsOwnNames() {
    assertThat(PRICES).hasSize(330);
    for (ModelPrice price : PRICES) {
      Instant at = price.effectiveFrom() == null ? Instant.EPOCH : price.effectiveFrom();
      assertThat(price.exactNames())
          .allSatisfy(
              name ->
                  assertThat(BOOK.find(name, price.provider(), price.aboveInputTokens(), at))
                      .contains(price));
    }
  }
}
