package dev.purser.ledger.prices;

import static dev.purser.ledger.Facts.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.ModelPrice;
import dev.purser.domain.price.Pricing;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestPrices {
  private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  private static final Usage MILLION = Usage.of("house-model", 1_000_000, 0);

  private Ledger ledger;
  private Facts facts;
  private Prices prices;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger).agent(BOT);
    prices = ledger.prices();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void anAddedPriceHoldsFromItsDateOn() {
    assertThat(prices.current().price(MILLION, FROM)).isInstanceOf(Pricing.Unpriced.class);
    prices.add(price("house-model", "2"), "ann");
    assertThat(cost("house-model", FROM)).isEqualTo(Usd.of("2"));
    assertThat(cost("house-alias", FROM)).isEqualTo(Usd.of("2"));
    assertThat(prices.current().price(MILLION, FROM.minusSeconds(1)))
        .isInstanceOf(Pricing.Unpriced.class);
  }

  @Test
  void anAddedPriceOverridesTheOneThatCameWithTheProgram() {
    Usd before = cost("gpt-4o", FROM);
    prices.add(price("gpt-4o", "77"), "ann");
    assertThat(cost("gpt-4o", FROM)).isEqualTo(Usd.of("77")).isNotEqualTo(before);
    assertThat(cost("gpt-4o", FROM.minusSeconds(1))).isEqualTo(before);
    assertThat(prices.added("4o")).extracting(PriceLine::actor).containsExactly("ann");
    assertThat(prices.ofFile("gpt-4o")).isNotEmpty();
  }

  @Test
  void aPriceAddedElsewhereHoldsHereAfterARefresh() {
    new Prices(new Store(ledger.jdbi())).add(price("house-model", "2"), "ann");
    prices.refresh();
    assertThat(cost("house-model", FROM)).isEqualTo(Usd.of("2"));
  }

  @Test
  void twoPricesFromTheSameTimeAreRefused() {
    prices.add(price("house-model", "2"), "ann");
    assertThatThrownBy(() -> prices.add(price("house-model", "3"), "ann"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.CONFLICT));
  }

  @Test
  void listsModelsWithoutAPriceAndWhichOfThemHaveOneNow() {
    facts.rolledUp(BOT, null, "", "house-model", FROM, "3", 2);
    facts.rolledUp(BOT, null, "", "gpt-4o", FROM, "3", 2);
    facts.execute("update rollup set unpriced_calls = 2, assumed = cost where model like 'house%'");
    assertThat(prices.unpriced())
        .containsExactly(new UnpricedModel("house-model", 2, Usd.of("3"), FROM, FROM, 1));
    assertThat(prices.repriceable("house-model")).isEmpty();
    prices.add(price("house-model", "2"), "ann");
    assertThat(prices.repriceable("house-model")).containsExactly("house-model");
  }

  @Test
  void theSamePriceAgainChangesNothing() {
    assertThat(prices.add(price("house-model", "2"), "ann").anew()).isTrue();
    Prices.Added again = prices.add(price("house-model", "2.00"), "bob");
    assertThat(again.anew()).isFalse();
    assertThat(again.line().actor()).isEqualTo("ann");
    assertThat(prices.added()).hasSize(1);
  }

  private Usd cost(String model, Instant at) {
    Pricing pricing = prices.current().price(Usage.of(model, 1_000_000, 0), at);
    return ((Pricing.Priced) pricing).amount();
  }

  private static ModelPrice price(String model, String input) {
    return new ModelPrice(
        null,
        model,
        List.of("house-alias"),
        List.of(),
        FROM,
        0,
        new BigDecimal(input),
        new BigDecimal("10"),
        null,
        null,
        null);
  }
}
