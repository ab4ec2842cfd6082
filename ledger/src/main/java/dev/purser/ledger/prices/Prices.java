package dev.purser.ledger.prices;

import dev.purser.domain.price.ModelPrice;
import dev.purser.domain.price.PriceBook;
import dev.purser.domain.price.PriceFile;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices: those that come with the program, and from their dates on those added here. Whoever holds
 * this calls {@link #refresh} now and then, so that a price added elsewhere holds here too.
 */
public final class Prices {
  private static final Logger LOG = LoggerFactory.getLogger(Prices.class);
  private static final int MOST_UNPRICED = 1_000;

  private final Store store;
  private final List<ModelPrice> file;
  private volatile PriceBook book;

  public Prices(Store store) {
    this.store = store;
    this.file = PriceFile.load();
    this.book = new PriceBook(file);
    refresh();
  }

  /** All prices as last read. */
  public PriceBook current() {
    return book;
  }

  /** Reads added prices anew; while the database is away those in memory stay. */
  public void refresh() {
    try {
      List<ModelPrice> all = new ArrayList<>(file);
      added().forEach(line -> all.add(line.price()));
      book = new PriceBook(all);
    } catch (Refused e) {
      LOG.debug("prices stay as they are in memory", e);
    }
  }

  /** Prices that were added, by the dates they hold from. */
  public List<PriceLine> added() {
    return store.read(
        handle ->
            handle
                .createQuery("select * from price order by effective_from, id")
                .map((row, context) -> read(row))
                .list());
  }

  /**
   * Prices that come with the program.
   *
   * @param model part of a name; null: all
   */
  public List<ModelPrice> ofFile(@Nullable String model) {
    return file.stream().filter(price -> names(price, model)).toList();
  }

  /**
   * Prices that were added.
   *
   * @param model part of a name; null: all
   */
  public List<PriceLine> added(@Nullable String model) {
    return added().stream().filter(line -> names(line.price(), model)).toList();
  }

  private static boolean names(ModelPrice price, @Nullable String part) {
    if (part == null) {
      return true;
    }
    String wanted = part.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(price.model()), price.names().stream())
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        || price.prefixes().stream()
            .anyMatch(prefix -> wanted.startsWith(prefix.toLowerCase(Locale.ROOT)));
  }

  /** A price, and whether it was not there before. */
  record Added(PriceLine line, boolean anew) {}

  /**
   * Adds a price; the same price again changes nothing.
   *
   * @param price with a date it holds from, and exact names only
   * @throws Refused CONFLICT if the model has another price from that very time on
   */
  Added add(ModelPrice price, String actor) {
    Instant from = Objects.requireNonNull(price.effectiveFrom(), "effectiveFrom");
    Optional<PriceLine> line = store.write(handle -> insert(handle, price, from, actor));
    refresh();
    return line.map(anew -> new Added(anew, true))
        .orElseGet(() -> new Added(sameAs(price, from), false));
  }

  private static Optional<PriceLine> insert(
      Handle handle, ModelPrice price, Instant from, String actor) {
    return handle
        .createQuery(
            """
            insert into price (provider, model, aliases, effective_from, input,
              cached_input, cache_write, output, reasoning, actor)
            values (:provider, :model, :aliases, :from, :input,
              :cached, :write, :output, :reasoning, :actor)
            on conflict (model, effective_from) do nothing returning *
            """)
        .bind("provider", price.provider())
        .bind("model", price.model())
        .bindArray("aliases", String.class, price.names())
        .bind("from", from)
        .bind("input", price.input())
        .bind("cached", price.cachedInput())
        .bind("write", price.cacheWrite())
        .bind("output", price.output())
        .bind("reasoning", price.reasoning())
        .bind("actor", actor)
        .map((row, context) -> read(row))
        .findOne();
  }

  private PriceLine sameAs(ModelPrice price, Instant from) {
    return added().stream()
        .filter(line -> line.price().model().equals(price.model()))
        .filter(line -> from.equals(line.price().effectiveFrom()))
        .filter(line -> line.price().isSameAs(price))
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Code.CONFLICT,
                    price.model() + " has a price from " + from + " on already"));
  }

  /** The dearest thousand of the models that calls were counted of without a known price. */
  public List<UnpricedModel> unpriced() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select model, sum(unpriced_calls) as calls, sum(assumed) as assumed,
                      min(quarter) as first_at, max(quarter) as last_at,
                      count(distinct agent_id) as agents
                    from rollup where unpriced_calls > 0
                    group by model order by 3 desc, 1 limit :most
                    """)
                .bind("most", MOST_UNPRICED)
                .map(
                    (row, context) ->
                        new UnpricedModel(
                            row.getString("model"),
                            row.getLong("calls"),
                            Rows.usd(row, "assumed"),
                            Rows.instant(row, "first_at"),
                            Rows.instant(row, "last_at"),
                            row.getLong("agents")))
                .list());
  }

  /** Models counted without a price, by the names in reports, that have a price of this one now. */
  List<String> repriceable(String priced) {
    Instant now = store.read(Store::now);
    return store
        .read(
            handle ->
                handle
                    .createQuery("select distinct model from rollup where unpriced_calls > 0")
                    .mapTo(String.class)
                    .list())
        .stream()
        .filter(
            model ->
                book.find(model, null, Long.MAX_VALUE, now)
                    .filter(price -> price.model().equals(priced))
                    .isPresent())
        .toList();
  }

  private static PriceLine read(ResultSet row) throws SQLException {
    return new PriceLine(
        row.getLong("id"),
        new ModelPrice(
            row.getString("provider"),
            row.getString("model"),
            Rows.texts(row, "aliases"),
            List.of(),
            Rows.instant(row, "effective_from"),
            0,
            row.getBigDecimal("input"),
            row.getBigDecimal("output"),
            row.getBigDecimal("cached_input"),
            row.getBigDecimal("cache_write"),
            row.getBigDecimal("reasoning")),
        row.getString("actor"),
        Rows.instant(row, "created_at"));
  }
}
