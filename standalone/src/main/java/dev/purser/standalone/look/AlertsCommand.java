package dev.purser.standalone.look;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.Pages;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code purser alerts}: thresholds and limits that were reached. */
@Command(
    name = "alerts",
    description = "Thresholds and limits that were reached, and what was done.")
public final class AlertsCommand extends Subcommand {
  @Option(names = "--agent", paramLabel = "A", description = "Only this agent's.")
  private @Nullable String agent;

  @Option(names = "--open", description = "Only those that nobody acknowledged.")
  private boolean open;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most this many. Default: ${DEFAULT-VALUE}")
  private int limit = 50;

  @Override
  public void run() {
    Map<String, @Nullable Object> query = new HashMap<>();
    query.put("agent", agent == null ? null : Target.address(agent));
    query.put("open", open ? true : null);
    JsonNode answer = Pages.get(client(), "/v1/alerts", query, "alerts", limit);
    print(answer, () -> table(answer));
  }

  /** Of those that belong together the newest, and how many there are. */
  private static String table(JsonNode answer) {
    Table table =
        new Table(
            "AT", "AGENT", "PERIOD", "REACHED", "SPENT", "LIMIT", "DONE", "SEEN BY", "ALERT", "OF");
    Set<String> incidents = new HashSet<>();
    for (JsonNode alert : answer.path("alerts")) {
      if (!incidents.add(alert.path("incident_id").asText())) {
        continue;
      }
      table.row(
          Show.time(alert.path("at")),
          Show.text(alert.path("agent")),
          isUnpriced(alert) ? Show.NONE : Show.period(alert.path("rule")),
          isUnpriced(alert) ? "no price" : Show.text(alert.path("threshold")) + " %",
          Show.usd(alert.path("spent_usd")),
          Show.usd(alert.path("limit_usd")),
          Show.text(alert.path("action_taken")),
          Show.text(alert.path("acknowledged_by")),
          Show.text(alert.path("alert_id")),
          Show.text(alert.path("incident_alerts")));
    }
    return table.render("No alerts.");
  }

  /** A model without a price reaches no threshold. */
  private static boolean isUnpriced(JsonNode alert) {
    return alert.path("threshold").asInt() == 0;
  }
}
