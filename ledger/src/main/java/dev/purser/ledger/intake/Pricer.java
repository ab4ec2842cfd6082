package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.AssumedPrice;
import dev.purser.domain.price.ModelPrice;
import dev.purser.domain.price.PriceBook;
import dev.purser.domain.price.Pricing;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Refused;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prices requests before they queue, on the thread of whoever sends them. */
final class Pricer {
  private final Supplier<PriceBook> prices;
  private final AssumedPrice assumed;
  private final Usd most;

  Pricer(Supplier<PriceBook> prices, LedgerSettings settings) {
    this.prices = prices;
    this.assumed = settings.assumed();
    this.most = settings.mostReport();
  }

  /** What the request costs; null for a request that is about no call. */
  @Nullable Quote quote(Request<?> request, Instant now) {
    if (request instanceof Request.Report report) {
      Instant at = report.occurredAt() == null ? now : report.occurredAt();
      return quote(report.cost(), "cost_usd", report.usage(), at);
    }
    if (request instanceof Request.Authorize authorize) {
      return quote(authorize.estimate(), "estimate_usd", authorize.usage(), now);
    }
    return null;
  }

  private Quote quote(@Nullable Usd given, String field, @Nullable Usage usage, Instant at) {
    if (given != null) {
      if (given.isNegative()) {
        throw invalid(field, "must be at least 0");
      }
      return bounded(Quote.given(given, usage), field);
    }
    if (usage == null) {
      throw invalid(field, "must be there, or model with its tokens");
    }
    return bounded(price(usage, at), counted(field, usage));
  }

  private Quote bounded(Quote quote, String field) {
    if (most.atLeast(quote.amount())) {
      return quote;
    }
    throw invalid(
        field,
        "comes to "
            + quote.amount()
            + ", and one call may cost at most "
            + most
            + " (PURSER_MAX_REPORT_USD)");
  }

  /** The count that the most of an amount comes from, by the name it has beside this field. */
  private static String counted(String field, Usage usage) {
    String output = field.equals("cost_usd") ? "tokens_out" : "max_tokens_out";
    return usage.output() > usage.input() ? output : "tokens_in";
  }

  /** What the usage costs at that time, at the assumed price where none is known. */
  Quote price(Usage usage, Instant at) {
    try {
      Pricing pricing = prices.get().price(usage, at);
      if (pricing instanceof Pricing.Priced priced) {
        BigDecimal rate = outputRate(priced.price());
        return new Quote(priced.amount(), Quote.How.PRICED, usage, priced.tier(), rate);
      }
      return new Quote(assumed.price(usage), Quote.How.ASSUMED, usage, 0, assumed.output());
    } catch (IllegalArgumentException e) {
      throw invalid("tokens_cached", String.valueOf(e.getMessage()));
    }
  }

  /** The dearest an output token can be: reasoning may have a price of its own. */
  private static @Nullable BigDecimal outputRate(ModelPrice price) {
    BigDecimal output = price.output();
    BigDecimal reasoning = price.reasoning();
    return output != null && reasoning != null ? output.max(reasoning) : output;
  }

  private static Refused invalid(String field, String reason) {
    return new Refused(Refused.Code.INVALID, field, field + " " + reason, Map.of());
  }
}
