package dev.purser.standalone.look;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.Pages;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code purser intents}: the newest intents. */
@Command(
    name = "intents",
    description = "The newest intents, with what each cost and why it waits.")
public final class IntentsCommand extends Subcommand {
  @Option(names = "--agent", paramLabel = "A", description = "Only this agent's.")
  private @Nullable String agent;

  @Option(names = "--status", paramLabel = "STATUS", description = "Only these, e.g. WAITING.")
  private @Nullable String status;

  @Option(names = "--task", paramLabel = "TASK", description = "Only this task's.")
  private @Nullable String task;

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
    query.put("status", status == null ? null : status.toUpperCase(Locale.ROOT));
    query.put("task", task);
    JsonNode answer = Pages.get(client(), "/v1/intents", query, "intents", limit);
    print(answer, () -> table(answer));
  }

  private static String table(JsonNode answer) {
    Table table =
        new Table(
            "INTENT", "AGENT", "TYPE", "TASK", "STATUS", "COST", "LIMIT", "PARKED BY", "CREATED");
    for (JsonNode intent : answer.path("intents")) {
      table.row(
          Show.text(intent.path("intent_id")),
          Show.text(intent.path("to_agent")),
          Show.text(intent.path("intent_type")),
          Show.text(intent.path("task")),
          Show.text(intent.path("status")),
          Show.usd(intent.path("cost_usd")),
          Show.usd(intent.path("limit_usd")),
          parkedBy(intent.path("parked_by")),
          Show.time(intent.path("created_at")));
    }
    return table.render("No intents.");
  }

  private static String parkedBy(JsonNode parkedBy) {
    return Show.text(parkedBy.has("reason") ? parkedBy.path("reason") : parkedBy.path("scope"));
  }
}
