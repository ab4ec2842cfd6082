package dev.purser.standalone.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code purser agent ADDRESS}: one agent with its windows, its models and its last events. */
@Command(
    name = "agent",
    description = "One agent: its windows and limits, its models today, its last events.")
public final class AgentCommand extends Subcommand {
  @Parameters(paramLabel = "ADDRESS", description = "agent://org/workspace/name")
  private String address = "";

  @Override
  public void run() {
    PurserClient client = client();
    JsonNode agent = client.get(Target.agentPath(address)).path("agent");
    JsonNode models =
        client.get(
            "/v1/reports/models" + PurserClient.query(Map.of("agent", Target.address(address))));
    ObjectNode both = PurserClient.object();
    both.set("agent", agent);
    both.set("models", models.path("models"));
    print(
        both,
        () ->
            String.join(
                System.lineSeparator(),
                heading(agent),
                windows(agent),
                rules(agent),
                models(models),
                events(agent.path("events"))));
  }

  private static String heading(JsonNode agent) {
    return Show.text(agent.path("address"))
        + ": "
        + Show.text(agent.path("status"))
        + ", "
        + Show.text(agent.path("health_status"))
        + burn(agent)
        + stopping(agent)
        + System.lineSeparator();
  }

  private static String burn(JsonNode agent) {
    if (agent.path("burn_usd_per_hour").decimalValue().signum() <= 0) {
      return "";
    }
    String until =
        agent.path("limit_reached_at").isTextual()
            ? ", at a limit by " + Show.time(agent.path("limit_reached_at"))
            : "";
    return ", burns " + Show.usd(agent.path("burn_usd_per_hour")) + "/h" + until;
  }

  private static String stopping(JsonNode agent) {
    if (agent.path("stopping_intents").asLong() == 0) {
      return "";
    }
    return System.lineSeparator()
        + Show.count(agent.path("stopping_intents"))
        + " of "
        + Show.count(agent.path("open_intents"))
        + " open intents have yet to stop; all are told so already.";
  }

  private static String windows(JsonNode agent) {
    Table table =
        new Table(
            "PERIOD",
            "SPENT",
            "OF IT EARLIER",
            "OF IT ASSUMED",
            "PENDING",
            "LIMIT",
            "REMAINING",
            "ENDS",
            "ZONE");
    for (JsonNode window : agent.path("windows")) {
      table.row(
          Show.text(window.path("period")),
          Show.usd(window.path("spent_usd")),
          Show.part(window.path("late_usd")),
          Show.part(window.path("assumed_usd")),
          Show.usd(window.path("pending_usd")),
          Show.usd(window.path("limit_usd")),
          Show.usd(window.path("remaining_usd")),
          Show.time(window.path("ends_at")),
          Show.text(window.path("timezone")));
    }
    return table.render("No limit.");
  }

  private static String rules(JsonNode agent) {
    Table table = new Table("RULE, THE TIGHTEST FIRST", "LEFT");
    for (JsonNode rule : agent.path("rules")) {
      table.row(Show.text(rule.path("rule")), Show.usd(rule.path("left_usd")));
    }
    return table.render("No rule holds for it.");
  }

  /** The answer of {@code /v1/reports/models} for people: by when calls were made. */
  public static String models(JsonNode answer) {
    Table table =
        new Table("MODEL", "COST", "SHARE", "CALLS", "TOKENS IN", "TOKENS OUT", "OF IT ASSUMED");
    for (JsonNode model : answer.path("models")) {
      table.row(
          Show.text(model.path("model")),
          Show.usd(model.path("cost_usd")),
          Show.percent(model.path("share")),
          Show.count(model.path("calls")),
          Show.count(model.path("tokens_in")),
          Show.count(model.path("tokens_out")),
          Show.part(model.path("assumed_usd")));
    }
    return table.render("Nothing spent today.");
  }

  /** Events of the mesh for people, in the order of the list. */
  static String events(JsonNode events) {
    Table table = new Table("AT", "EVENT", "BY", "DETAILS");
    for (JsonNode event : events) {
      table.row(
          Show.time(event.has("at") ? event.path("at") : event.path("created_at")),
          Show.text(event.path("event_type")),
          Show.text(event.has("actor") ? event.path("actor") : event.path("actor_id")),
          Show.details(event.path("details")));
    }
    return table.render("No events.");
  }
}
