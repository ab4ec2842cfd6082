package dev.purser.api.prices;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.ModelPrice;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.prices.Prices;
import dev.purser.ledger.prices.Reposting;
import dev.purser.ledger.prices.UnpricedModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows prices and takes new ones; what was assumed is then reposted. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices and corrections")
public final class PricesResource {
  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);
  private static final int MAX_DECIMALS = 12;

  private final Prices prices;
  private final Reposting reposting;

  public PricesResource(Prices prices, Reposting reposting) {
    this.prices = prices;
    this.reposting = reposting;
  }

  /** Prices, those that were added first. */
  public record Many(boolean ok, List<PriceView> prices, @Nullable String nextCursor) {}

  /** A price that was added, and how far it is to repost what was assumed for want of it. */
  public record Added(boolean ok, PriceView price, List<RepostingView> reposting) {}

  /** How far reposting is, the latest first. */
  public record Progress(boolean ok, List<RepostingView> reposting, @Nullable String nextCursor) {}

  /** Models without a known price. */
  public record Unpriced(boolean ok, List<Model> models, @Nullable String nextCursor) {}

  /** A model without a known price, and what its calls were counted at. */
  public record Model(
      String model, long calls, Usd assumedUsd, Instant firstAt, Instant lastAt, long agents) {
    static Model of(UnpricedModel model) {
      return new Model(
          model.model(),
          model.calls(),
          model.assumed(),
          model.firstAt(),
          model.lastAt(),
          model.agents());
    }
  }

  @GET
  @Path("/prices")
  @Needs(Role.AGENT)
  @Operation(summary = "Prices in USD per million tokens")
  public Many list(@QueryParam("model") @Nullable String model) {
    return new Many(
        true,
        Stream.concat(
                prices.added(model).stream().map(line -> PriceView.of(line)),
                prices.ofFile(model).stream().map(price -> PriceView.of(price)))
            .toList(),
        null);
  }

  @GET
  @Path("/prices/unpriced")
  @Needs(Role.OPERATOR)
  @Operation(summary = "The dearest 1,000 models that calls were counted of without a known price")
  public Unpriced unpriced() {
    return new Unpriced(true, prices.unpriced().stream().map(Model::of).toList(), null);
  }

  @GET
  @Path("/prices/reposting")
  @Needs(Role.OPERATOR)
  @Operation(summary = "How far it is to repost what was assumed before its price was known")
  public Progress reposting() {
    return new Progress(true, reposting.progress().stream().map(RepostingView::of).toList(), null);
  }

  @POST
  @Path("/prices")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(
      summary =
          "Add a price; what was assumed before is reposted at it in the background. The same price"
              + " again goes on with it")
  @Takes(PriceRequests.Price.class)
  public Added add(@Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    String model = fields.require("model", fields.text("model", 200));
    List<String> aliases = fields.texts("aliases", 100, 200);
    ModelPrice price =
        new ModelPrice(
            fields.text("provider", 100),
            model,
            Objects.requireNonNullElse(aliases, List.of()),
            List.of(),
            fields.require("effective_from", fields.time("effective_from")),
            0,
            fields.require("input", price(fields, "input")),
            fields.require("output", price(fields, "output")),
            price(fields, "cached_input"),
            price(fields, "cache_write"),
            price(fields, "reasoning"));
    Reposting.Begun begun = reposting.add(price, caller.name());
    return new Added(
        true,
        PriceView.of(begun.price()),
        begun.reposting().stream().map(RepostingView::of).toList());
  }

  private static @Nullable BigDecimal price(Fields fields, String name) {
    BigDecimal price = fields.decimal(name);
    if (price != null
        && (price.signum() < 0
            || price.compareTo(MAX_PRICE) > 0
            || price.stripTrailingZeros().scale() > MAX_DECIMALS)) {
      throw fields.wrong(
          name, "must be USD per million tokens from 0 to " + MAX_PRICE.toPlainString());
    }
    return price;
  }
}
