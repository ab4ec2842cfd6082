package dev.purser.standalone.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code purser grant AGENT USD}: extra budget for the current window. */
@Command(
    name = "grant",
    description = "Extra budget for the current window of an agent or an intent.")
public final class GrantCommand extends Subcommand {
  @Parameters(
      index = "0",
      paramLabel = "AGENT|INTENT",
      description = "An agent's address or an intent's id.")
  private String target = "";

  @Parameters(
      index = "1",
      paramLabel = "USD",
      converter = Amount.class,
      description = "How much to add.")
  private BigDecimal usd = BigDecimal.ZERO;

  @Option(
      names = "--period",
      paramLabel = "PERIOD",
      description = "hour, day, week or month. Default: every window that is at its limit.")
  private @Nullable String period;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the grant.")
  private @Nullable String reason;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Override
  public void run() {
    PurserClient client = client();
    boolean intent = Target.isIntent(target);
    String whom = intent ? Affected.intent(client, target) : Affected.agent(client, target);
    String window = period == null ? "every full window" : "the current " + period;
    Confirmation.ask(
        json() ? err() : out(), "Adds %s to %s of %s.".formatted(Show.usd(usd), window, whom), yes);
    ObjectNode body = PurserClient.object();
    body.put("usd", usd);
    if (reason != null) {
      body.put("reason", reason);
    }
    if (period != null) {
      body.put("period", period);
    }
    String path = intent ? Target.intentPath(target) : Target.agentPath(target);
    JsonNode answer = client.post(path + "/grants", body);
    print(answer, () -> table(answer));
  }

  private static String table(JsonNode answer) {
    Table table = new Table("PERIOD", "GRANTED", "LIMIT NOW", "UNTIL", "GRANT");
    for (JsonNode grant : answer.path("grants")) {
      table.row(
          Show.text(grant.path("period")),
          Show.usd(grant.path("usd")),
          Show.usd(grant.path("limit_usd")),
          Show.time(grant.path("expires_at")),
          Show.text(grant.path("grant_id")));
    }
    return table.render("No window is at its limit; name one with --period.");
  }
}
