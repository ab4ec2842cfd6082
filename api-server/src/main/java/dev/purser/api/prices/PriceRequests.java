package dev.purser.api.prices;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a new price, for the document. */
final class PriceRequests {
  private PriceRequests() {}

  /** A price in US dollars per million tokens, each from 0 to 1,000,000. */
  record Price(
      @Schema(description = "The model's name, without its provider", maxLength = 200) String model,
      @Schema(description = "Its other names, up to 100 of up to 200 characters")
          @Nullable List<String> aliases,
      @Schema(description = "Whose model it is, such as openai", maxLength = 100)
          @Nullable String provider,
      @Schema(description = "From when on it holds") Instant effectiveFrom,
      @Schema(description = "US dollars per million tokens in") BigDecimal input,
      @Schema(description = "US dollars per million tokens read from a cache; as input if left out")
          @Nullable BigDecimal cachedInput,
      @Schema(
              description =
                  "US dollars per million tokens written to a cache; as input if left out")
          @Nullable BigDecimal cacheWrite,
      @Schema(description = "US dollars per million tokens out") BigDecimal output,
      @Schema(description = "US dollars per million tokens of reasoning; as output if left out")
          @Nullable BigDecimal reasoning) {}
}
