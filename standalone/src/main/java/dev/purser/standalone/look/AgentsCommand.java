package dev.purser.standalone.look;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import picocli.CommandLine.Command;

/** {@code purser agents}: the table of all agents with what they spent. */
@Command(
    name = "agents",
    description = "All agents: what they spent today, this week, this month; their status.")
public final class AgentsCommand extends Subcommand {

  @Override
  public void run() {
    JsonNode answer = client().get("/v1/reports/agents");
    print(answer, () -> table(answer));
  }

  /** The answer of {@code /v1/reports/agents} for people. */
  public static String table(JsonNode answer) {
    Table table =
        new Table("AGENT", "TODAY", "THIS WEEK", "THIS MONTH", "LIMIT", "INTENTS TODAY", "STATUS");
    for (JsonNode agent : answer.path("agents")) {
      table.row(
          Show.text(agent.path("address")),
          Show.usd(agent.path("today_usd")),
          Show.usd(agent.path("week_usd")),
          Show.usd(agent.path("month_usd")),
          limit(agent),
          Show.count(agent.path("intents_today")),
          Show.text(agent.path("status")));
    }
    return table.render("No agents yet; one appears with the first report that names it.");
  }

  /** No limit is only where no rule of any kind holds. */
  private static String limit(JsonNode agent) {
    if (agent.path("limit_usd").isNumber()) {
      return Show.usd(agent.path("limit_usd"));
    }
    return agent.path("limit_rule").isTextual() ? agent.path("limit_rule").asText() : "NO LIMIT";
  }
}
