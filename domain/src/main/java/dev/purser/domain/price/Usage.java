package dev.purser.domain.price;

import org.jspecify.annotations.Nullable;

/**
 * What one model call used: token counts as the provider's answer states them. Reasoning tokens are
 * part of the output; whether cached tokens are part of the input differs by provider (see {@link
 * ModelPrice#inputExcludesCached()}).
 */
public record Usage(
    String model,
    @Nullable String provider,
    long input,
    long cachedInput,
    long cacheWrite,
    long output,
    long reasoning) {

  /** Far beyond any call, and small enough that sums of counts stay exact. */
  public static final long MAX_TOKENS = 1_000_000_000_000L;

  private static final int MAX_NAME = 200;

  public Usage {
    if (model.isBlank() || model.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "model must be a name of 1 to " + MAX_NAME + " characters, not " + model.length());
    }
    requireCount("tokens_in", input);
    requireCount("tokens_cached", cachedInput);
    requireCount("tokens_cache_write", cacheWrite);
    requireCount("tokens_out", output);
    requireCount("tokens_reasoning", reasoning);
    if (reasoning > output) {
      throw new IllegalArgumentException(
          "tokens_reasoning must be at most tokens_out, which includes them: "
              + reasoning
              + " of "
              + output);
    }
  }

  /** Tokens in and out of a call without a cache and without reasoning. */
  public static Usage of(String model, long input, long output) {
    return new Usage(model, null, input, 0, 0, output, 0);
  }

  /** Whether any tokens are told. */
  public boolean hasTokens() {
    return input > 0 || cachedInput > 0 || cacheWrite > 0 || output > 0;
  }

  private static void requireCount(String field, long tokens) {
    if (tokens < 0 || tokens > MAX_TOKENS) {
      throw new IllegalArgumentException(
          field + " must be a count from 0 to " + MAX_TOKENS + ", not " + tokens);
    }
  }
}
