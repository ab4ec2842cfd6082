package dev.purser.api.pages.settings;

import dev.purser.api.http.Values;
import dev.purser.api.pages.session.Filled;
import dev.purser.domain.price.ModelPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a price from a form. */
final class PriceFields {
  private static final int LONGEST_MODEL = 200;
  private static final String SHAPE = "[0-9]{1,7}(\\.[0-9]{1,12})?";
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

  private PriceFields() {}

  /** The price; null where something is wrong. */
  static @Nullable ModelPrice read(Filled filled) {
    String model = filled.required("model", LONGEST_MODEL);
    Instant from = filled.read("effective_from", text -> Values.time(text + "T00:00:00Z"));
    if (filled.form().text("effective_from") == null) {
      filled.wrong("effective_from", "is required");
    }
    BigDecimal input = required(filled, "input");
    BigDecimal output = required(filled, "output");
    BigDecimal cachedInput = price(filled, "cached_input");
    BigDecimal cacheWrite = price(filled, "cache_write");
    if (!filled.ok() || from == null || input == null || output == null) {
      return null;
    }
    return new ModelPrice(
        null, model, List.of(), List.of(), from, 0, input, output, cachedInput, cacheWrite, null);
  }

  private static @Nullable BigDecimal required(Filled filled, String name) {
    if (filled.form().text(name) == null) {
      filled.wrong(name, "is required");
    }
    return price(filled, name);
  }

  private static @Nullable BigDecimal price(Filled filled, String name) {
    return filled.read(
        name,
        text -> {
          if (text.matches(SHAPE) && new BigDecimal(text).compareTo(MOST) <= 0) {
            return new BigDecimal(text);
          }
          throw new IllegalArgumentException("must be USD per million tokens, like 2.50");
        });
  }
}
