package dev.purser.api.pages.settings;

import dev.purser.domain.price.ModelPrice;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.keys.ApiKey;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.prices.PriceLine;
import dev.purser.ledger.prices.Reposted;
import dev.purser.ledger.prices.UnpricedModel;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the page of settings shows.
 *
 * @param keys the newest first
 * @param model whose prices were asked for; null: none, and then those that were added are shown
 * @param prices those that were added first
 * @param unpriced models that calls were counted of without a price
 * @param reposting how far it is to post anew what was counted before its price was known
 */
public record SettingsFacts(
    List<ApiKey> keys,
    List<Channel> channels,
    @Nullable String model,
    List<Price> prices,
    List<UnpricedModel> unpriced,
    List<Reposted> reposting) {

  /** A price and who added it; nobody: it came with the program. */
  public record Price(ModelPrice price, @Nullable String actor) {}

  static SettingsFacts read(Ledger ledger, @Nullable String model) {
    Stream<Price> added = ledger.prices().added(model).stream().map(line -> of(line));
    Stream<Price> ofFile =
        model == null
            ? Stream.empty()
            : ledger.prices().ofFile(model).stream().map(price -> new Price(price, null));
    return new SettingsFacts(
        ledger.keys().list(),
        ledger.channels().list(),
        model,
        Stream.concat(added, ofFile).toList(),
        ledger.prices().unpriced(),
        ledger.reposting().progress());
  }

  private static Price of(PriceLine line) {
    return new Price(line.price(), line.actor());
  }
}
