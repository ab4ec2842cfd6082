package dev.purser.domain.price;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who sells models: the names in use for each, makers before resellers. */
final class Providers {

  /** In the order in which they are asked for a name that several sell. */
  private static final List<String> MAKERS =
      List.of("anthropic", "openai", "google", "mistral", "deepseek", "x-ai", "cohere");

  /** What OpenTelemetry, LiteLLM and others call them. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("amazon", "aws"),
          Map.entry("amazon-bedrock", "aws"),
          Map.entry("aws.bedrock", "aws"),
          Map.entry("bedrock", "aws"),
          Map.entry("gcp.gemini", "google"),
          Map.entry("gcp.gen_ai", "google"),
          Map.entry("gcp.vertex_ai", "google"),
          Map.entry("gemini", "google"),
          Map.entry("vertex_ai", "google"),
          Map.entry("mistral_ai", "mistral"),
          Map.entry("mistralai", "mistral"),
          Map.entry("x_ai", "x-ai"),
          Map.entry("xai", "x-ai"));

  private Providers() {}

  static String canonical(String provider) {
    String lower = provider.toLowerCase(Locale.ROOT);
    return ALIASES.getOrDefault(lower, lower);
  }

  /** Smaller for who is asked first; resellers and strangers come after all makers. */
  static int rank(String canonical) {
    int index = MAKERS.indexOf(canonical);
    return index < 0 ? MAKERS.size() : index;
  }

  static boolean inputExcludesCached(@Nullable String provider, String model) {
    String seller = provider == null ? "" : canonical(provider);
    return seller.equals("anthropic")
        || seller.equals("aws")
        || model.toLowerCase(Locale.ROOT).contains("claude");
  }
}
