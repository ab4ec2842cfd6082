package dev.purser.domain.price;

import static java.util.Comparator.comparingInt;

import dev.purser.domain.money.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All prices known, immutable. A name is looked up without regard to case, first as it stands, then
 * without what precedes a slash ({@code openai/gpt-4o}) and without Amazon's region ({@code
 * us.anthropic.claude-…}).
 *
 * <p>Of the prices in effect that match a name, the one taken is, in this order: one set for
 * whoever sells the model; one of the provider that the usage or the name states; an exact name
 * before a prefix; makers before resellers; the longest prefix; the newest; the highest context
 * tier that the call reaches; the one that stands later in the list. Makers come before long
 * prefixes because resellers spell out names ({@code claude-sonnet-4-5-20250929}) of which the
 * maker lists the beginning.
 */
public final class PriceBook {

  private static final Pattern AMAZON_REGION = Pattern.compile("^(us|eu|apac|jp|au|ca)\\.");

  private final Map<String, List<ModelPrice>> exact = new HashMap<>();
  private final Map<String, List<ModelPrice>> byPrefix = new HashMap<>();
  private final int longestPrefix;

  public PriceBook(List<ModelPrice> prices) {
    for (ModelPrice price : prices) {
      price.exactNames().forEach(name -> add(exact, name, price));
      price.prefixes().stream()
          .map(prefix -> prefix.toLowerCase(Locale.ROOT))
          .forEach(prefix -> add(byPrefix, prefix, price));
    }
    longestPrefix = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  private static void add(Map<String, List<ModelPrice>> index, String key, ModelPrice price) {
    index.computeIfAbsent(key, unused -> new ArrayList<>()).add(price);
  }

  /**
   * What the usage costs at the prices in effect at {@code at}.
   *
   * @throws IllegalArgumentException if the counts contradict each other, naming the field
   */
  public Pricing price(Usage usage, Instant at) {
    Optional<ModelPrice> found =
        find(usage.model(), usage.provider(), at, price -> price.totalInput(usage));
    if (found.isPresent()) {
      Optional<Usd> amount = found.get().cost(usage);
      if (amount.isPresent()) {
        return new Pricing.Priced(amount.get(), found.get());
      }
    }
    return new Pricing.Unpriced(usage.model());
  }

  /** The price at {@code at} for calls of {@code totalInput} input tokens, cached ones included. */
  public Optional<ModelPrice> find(
      String model, @Nullable String provider, long totalInput, Instant at) {
    return find(model, provider, at, price -> totalInput);
  }

  private Optional<ModelPrice> find(
      String model, @Nullable String provider, Instant at, ToLongFunction<ModelPrice> totalInput) {
    List<String> spellings = spellings(model);
    Set<String> stated = stated(provider, model);
    for (String name : spellings) {
      Optional<Match> best =
          matches(name, stated).stream()
              .filter(match -> match.holdsAt(at))
              .filter(
                  match -> match.price.aboveInputTokens() <= totalInput.applyAsLong(match.price))
              // Of equals, the later.
              .reduce((a, b) -> Match.BEST_FIRST.compare(a, b) < 0 ? a : b);
      if (best.isPresent()) {
        return best.map(Match::price);
      }
    }
    return Optional.empty();
  }

  private static List<String> spellings(String model) {
    List<String> spellings = new ArrayList<>();
    String name = model.strip().toLowerCase(Locale.ROOT);
    spellings.add(name);
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/')) {
      name = name.substring(slash + 1);
      spellings.add(name);
    }
    String anyRegion = AMAZON_REGION.matcher(name).replaceFirst("");
    if (!anyRegion.equals(name)) {
      spellings.add(anyRegion);
    }
    return spellings;
  }

  /** The providers that the usage names, or else those that precede a slash in the model's name. */
  private static Set<String> stated(@Nullable String provider, String model) {
    Set<String> stated = new LinkedHashSet<>();
    if (provider != null) {
      stated.add(Providers.canonical(provider));
    } else {
      String[] parts = model.strip().split("/", -1);
      for (int i = 0; i < parts.length - 1; i++) {
        stated.add(Providers.canonical(parts[i]));
      }
    }
    return stated;
  }

  private List<Match> matches(String name, Set<String> stated) {
    List<Match> matches = new ArrayList<>();
    for (ModelPrice price : exact.getOrDefault(name, List.of())) {
      matches.add(Match.of(price, stated, true, name.length()));
    }
    for (int length = 1; length <= Math.min(name.length(), longestPrefix); length++) {
      for (ModelPrice price : byPrefix.getOrDefault(name.substring(0, length), List.of())) {
        matches.add(Match.of(price, stated, false, length));
      }
    }
    return matches;
  }

  /** A price whose name fits, with what ranks it. */
  private record Match(ModelPrice price, int seller, boolean exact, int rank, int length) {

    static final Comparator<Match> BEST_FIRST =
        comparingInt(Match::seller)
            .thenComparing(Match::exact, Comparator.reverseOrder())
            .thenComparingInt(Match::rank)
            .thenComparing(Match::length, Comparator.reverseOrder())
            .thenComparing(Match::from, Comparator.reverseOrder())
            .thenComparing(Match::tier, Comparator.reverseOrder());

    static Match of(ModelPrice price, Set<String> stated, boolean exact, int length) {
      String provider = price.provider();
      if (provider == null) {
        return new Match(price, 0, exact, 0, length);
      }
      String canonical = Providers.canonical(provider);
      int seller = stated.contains(canonical) ? 1 : 2;
      return new Match(price, seller, exact, Providers.rank(canonical), length);
    }

    boolean holdsAt(Instant at) {
      return !from().isAfter(at);
    }

    private long tier() {
      return price.aboveInputTokens();
    }

    private Instant from() {
      Instant from = price.effectiveFrom();
      return from == null ? Instant.MIN : from;
    }
  }
}
