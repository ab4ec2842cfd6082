package dev.purser.standalone.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code purser prices}: what a model's tokens cost. */
@Command(
    name = "prices",
    description = "Prices of models, in USD per million tokens.",
    subcommands = {
      PricesCommand.Set.class,
      PricesCommand.Unpriced.class,
      PricesCommand.Reposting.class
    })
public final class PricesCommand extends Subcommand {
  @Option(names = "--model", paramLabel = "NAME", description = "Only what applies to this model.")
  private @Nullable String model;

  @Override
  public void run() {
    Map<String, @Nullable Object> query = new HashMap<>();
    query.put("model", model);
    JsonNode answer = client().get("/v1/prices" + PurserClient.query(query));
    print(answer, () -> table(answer));
  }

  private static String table(JsonNode answer) {
    Table table =
        new Table(
            "MODEL",
            "PROVIDER",
            "FROM",
            "ABOVE TOKENS",
            "INPUT",
            "CACHED",
            "CACHE WRITE",
            "OUTPUT",
            "REASONING");
    for (JsonNode price : answer.path("prices")) {
      table.row(
          Show.text(price.path("model")),
          Show.text(price.path("provider")),
          Show.text(price.path("effective_from")),
          Show.count(price.path("above_tokens")),
          perMillion(price.path("input")),
          perMillion(price.path("cached_input")),
          perMillion(price.path("cache_write")),
          perMillion(price.path("output")),
          perMillion(price.path("reasoning")));
    }
    return table.render("No price; usage of such a model is counted at the assumed price.");
  }

  private static String perMillion(JsonNode price) {
    return price.isNumber() ? price.decimalValue().stripTrailingZeros().toPlainString() : Show.NONE;
  }

  /** {@code purser prices set}. */
  @Command(
      name = "set",
      description = "Set a price; what was counted at an assumed one is corrected.")
  static final class Set extends Subcommand {
    @Parameters(paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Option(
        names = "--input",
        required = true,
        paramLabel = "USD",
        description = "Per million input tokens.")
    private BigDecimal input = BigDecimal.ZERO;

    @Option(
        names = "--output",
        required = true,
        paramLabel = "USD",
        description = "Per million output tokens.")
    private BigDecimal output = BigDecimal.ZERO;

    @Option(
        names = "--cached-input",
        paramLabel = "USD",
        description = "Per million cached input tokens.")
    private @Nullable BigDecimal cachedInput;

    @Option(
        names = "--cache-write",
        paramLabel = "USD",
        description = "Per million tokens written to the cache.")
    private @Nullable BigDecimal cacheWrite;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "From when. Default: from the beginning of 1970.")
    private Instant from = Instant.EPOCH;

    @Override
    public void run() {
      ObjectNode body = PurserClient.object();
      body.put("model", model);
      body.put("input", input);
      body.put("output", output);
      body.put("effective_from", from.toString());
      if (cachedInput != null) {
        body.put("cached_input", cachedInput);
      }
      if (cacheWrite != null) {
        body.put("cache_write", cacheWrite);
      }
      JsonNode answer = client().post("/v1/prices", body);
      print(answer, () -> said(answer));
    }
  }

  private static String said(JsonNode answer) {
    long entries = 0;
    for (JsonNode one : answer.path("reposting")) {
      entries += one.path("entries").asLong();
    }
    return entries == 0
        ? "Done."
        : "Done. " + entries + " entries are being posted anew at it; see: purser prices reposting";
  }

  /** {@code purser prices reposting}. */
  @Command(
      name = "reposting",
      description = "How far it is to correct what was counted before its price was known.")
  static final class Reposting extends Subcommand {
    @Override
    public void run() {
      JsonNode answer = client().get("/v1/prices/reposting");
      print(
          answer,
          () -> {
            Table table =
                new Table("MODEL", "BEGUN", "ENTRIES", "LOOKED AT", "POSTED ANEW", "STATE");
            for (JsonNode one : answer.path("reposting")) {
              table.row(
                  Show.text(one.path("model")),
                  Show.text(one.path("started_at")),
                  Show.count(one.path("entries")),
                  Show.count(one.path("done")),
                  Show.count(one.path("reposted")),
                  one.path("finished_at").isTextual() ? "done" : "under way");
            }
            return table.render("Nothing was counted before its price was known.");
          });
    }
  }

  /** {@code purser prices unpriced}. */
  @Command(name = "unpriced", description = "Models that were used and have no price.")
  static final class Unpriced extends Subcommand {
    @Override
    public void run() {
      JsonNode answer = client().get("/v1/prices/unpriced");
      print(
          answer,
          () -> {
            Table table = new Table("MODEL", "CALLS", "COUNTED AS");
            for (JsonNode model : answer.path("models")) {
              table.row(
                  Show.text(model.path("model")),
                  Show.count(model.path("calls")),
                  Show.usd(model.path("assumed_usd")));
            }
            return table.render("Every model that was used has a price.");
          });
    }
  }
}
