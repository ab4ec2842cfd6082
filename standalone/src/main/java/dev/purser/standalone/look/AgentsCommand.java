package dev.purser.standalone.look;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    return table.render("No agents yet; one appears with the first report that names it.")
        + clock(answer)
        + parts(answer);
  }

  private static String clock(JsonNode answer) {
    Set<String> zones = new TreeSet<>(answer.path("agents").findValuesAsText("timezone"));
    return zones.isEmpty()
        ? ""
        : "What was taken in the time, as limits count it; by the calendar of "
            + String.join(", ", zones)
            + "."
            + System.lineSeparator();
  }

  /** What of the sums is for calls from before, or at assumed prices. */
  private static String parts(JsonNode answer) {
    StringBuilder lines = new StringBuilder();
    for (JsonNode agent : answer.path("agents")) {
      List<String> parts = new ArrayList<>();
      for (String period : List.of("today", "week", "month")) {
        String sum = Show.usd(agent.path(period + "_usd"));
        String of = "of " + sum + (period.equals("today") ? " today " : " this " + period + " ");
        String before = period.equals("today") ? "days" : period + "s";
        add(parts, of, agent.path(period + "_late_usd"), " for earlier " + before);
        add(parts, of, agent.path(period + "_assumed_usd"), " at assumed prices");
      }
      if (!parts.isEmpty()) {
        lines
            .append(Show.text(agent.path("address")))
            .append(": ")
            .append(String.join("; ", parts))
            .append(System.lineSeparator());
      }
    }
    return lines.toString();
  }

  private static void add(List<String> parts, String of, JsonNode part, String what) {
    if (part.isNumber() && part.decimalValue().signum() != 0) {
      parts.add(of + Show.usd(part) + what);
    }
  }

  /** The tightest rule as it is; no limit is only where no rule of any kind holds. */
  private static String limit(JsonNode agent) {
    return agent.path("limit_rule").isTextual() ? agent.path("limit_rule").asText() : "NO LIMIT";
  }
}
