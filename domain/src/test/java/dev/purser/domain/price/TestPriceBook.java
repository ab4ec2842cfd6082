package dev.purser.domain.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestPriceBook {

  private static final String HEADER =
      "provider,model,names,prefixes,from,above_tokens,input,output,cached_input,cache_write,reasoning\n";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static PriceBook book(String... lines) {
    try {
      return new PriceBook(PriceFile.parse(new StringReader(HEADER + String.join("\n", lines))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Usd price(PriceBook book, String model, String provider) {
    Usage million = new Usage(model, provider, 1_000_000, 0, 0, 0, 0);
    return ((Pricing.Priced) book.price(million, NOW)).amount();
  }

  @Test
  void prefersTheExactNameThenTheLongestPrefix() {
    PriceBook book =
        book("openai,a,m-1,m-,,0,1,1,,,", "openai,b,,m-1,,0,2,2,,,", "openai,c,m-123,,,0,3,3,,,");
    assertThat(price(book, "m-1", null)).isEqualTo(Usd.of("1"));
    assertThat(price(book, "m-12", null)).isEqualTo(Usd.of("2"));
    assertThat(price(book, "m-123", null)).isEqualTo(Usd.of("3"));
    assertThat(price(book, "m-2", null)).isEqualTo(Usd.of("1"));
  }

  @Test
  void prefersTheUsagesProviderThenTheMakerThenResellersByName() {
    PriceBook book = book("aws,m,,,,0,1,1,,,", "mistral,m,,,,0,2,2,,,", "groq,m,,,,0,3,3,,,");
    assertThat(price(book, "m", null)).isEqualTo(Usd.of("2"));
    assertThat(price(book, "m", "Bedrock")).isEqualTo(Usd.of("1"));
    assertThat(price(book, "groq/m", null)).isEqualTo(Usd.of("3"));
    assertThat(price(book, "groq/m", "aws")).isEqualTo(Usd.of("1"));
    assertThat(price(book, "m", "elsewhere")).isEqualTo(Usd.of("2"));
  }

  @Test
  void prefersWhatWasSetForWhoeverSellsIt() {
    PriceBook book = book("openai,m,,,2026-01-01,0,1,1,,,", ",m,,,2026-11-01,0,2,2,,,");
    assertThat(price(book, "m", null)).isEqualTo(Usd.of("2"));
    assertThat(price(book, "openai/m", "openai")).isEqualTo(Usd.of("2"));
    assertThat(book.find("m", null, 0, Instant.parse("2026-10-31T23:59:59Z")))
        .map(ModelPrice::provider)
        .contains("openai");
  }

  @Test
  void takesTheNewestPriceThatHolds() {
    PriceBook book =
        book(
            "openai,m,,,2026-11-01,0,2,2,,,",
            "openai,m,,,,0,1,1,,,",
            "openai,m,,,2027-01-01,0,3,3,,,");
    assertThat(price(book, "m", null)).isEqualTo(Usd.of("2"));
  }

  @Test
  void takesTheLaterOfTwoAlike() {
    PriceBook book = book("openai,m,,,2026-11-01,0,1,1,,,", "openai,m,,,2026-11-01,0,2,2,,,");
    assertThat(price(book, "m", null)).isEqualTo(Usd.of("2"));
  }

  @Test
  void aNewPriceWithoutTiersEndsTheTiers() {
    PriceBook book =
        book("openai,m,,,,0,1,1,,,", "openai,m,,,,1000,2,2,,,", "openai,m,,,2026-11-01,0,3,3,,,");
    assertThat(price(book, "m", null)).isEqualTo(Usd.of("3"));
  }

  @Test
  void doesNotPriceBeforeTheFirstDate() {
    PriceBook book = book("openai,m,,,2027-01-01,0,1,1,,,");
    assertThat(book.price(Usage.of("m", 1, 1), NOW)).isEqualTo(new Pricing.Unpriced("m"));
  }

  @Test
  void doesNotPriceInputThatHasNoPublishedPrice() {
    PriceBook book = book("anthropic,m,,,,0,,1,0.1,,");
    assertThat(book.price(Usage.of("m", 1, 1), NOW)).isEqualTo(new Pricing.Unpriced("m"));
    assertThat(book.price(new Usage("m", null, 0, 1, 0, 0, 0), NOW))
        .isEqualTo(new Pricing.Unpriced("m"));
    assertThat(book.price(Usage.of("m", 0, 1_000_000), NOW))
        .extracting(pricing -> ((Pricing.Priced) pricing).amount())
        .isEqualTo(Usd.of("1"));
  }

  @Test
  void chargesReasoningAtItsOwnPriceAndOnce() {
    Usage usage = new Usage("m", null, 0, 0, 0, 1_000_000, 400_000);
    assertThat(book("openai,m,,,,0,1,10,,,20").price(usage, NOW))
        .extracting(pricing -> ((Pricing.Priced) pricing).amount())
        .isEqualTo(Usd.of("14"));
    assertThat(book("openai,m,,,,0,1,10,,,").price(usage, NOW))
        .extracting(pricing -> ((Pricing.Priced) pricing).amount())
        .isEqualTo(Usd.of("10"));
  }

  @Test
  void chargesCachedTokensAtTheInputPriceWhereNoneIsPublished() {
    Usage usage = new Usage("m", null, 1_000_000, 300_000, 200_000, 0, 0);
    assertThat(book("openai,m,,,,0,1,10,,,").price(usage, NOW))
        .extracting(pricing -> ((Pricing.Priced) pricing).amount())
        .isEqualTo(Usd.of("1"));
    assertThat(book("anthropic,m,,,,0,1,10,,,").price(usage, NOW))
        .extracting(pricing -> ((Pricing.Priced) pricing).amount())
        .isEqualTo(Usd.of("1.5"));
  }

  @Test
  void refusesMoreCachedTokensThanInputThatIncludesThem() {
    PriceBook book = book("openai,m,,,,0,1,10,0.5,,");
    assertThatThrownBy(() -> book.price(new Usage("m", null, 10, 11, 0, 0, 0), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tokens_cached")
        .hasMessageContaining("11 and 0 of 10");
    assertThatThrownBy(() -> book.price(new Usage("m", null, 10, 6, 5, 0, 0), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens_cache_write");
  }

  @Test
  void pricesHoweverMany() {
    PriceBook book = book("openai,m,,,,0,1000000,1000000,,,");
    assertThat(book.price(Usage.of("m", Usage.MAX_TOKENS, Usage.MAX_TOKENS), NOW))
        .extracting(pricing -> ((Pricing.Priced) pricing).amount())
        .hasToString("$2000000000000.00");
  }
}
