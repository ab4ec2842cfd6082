package dev.purser.standalone.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code purser keys}: who may ask Purser for what. */
@Command(
    name = "keys",
    description = "API keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|list|delete",
    subcommands = {KeysCommand.Create.class, KeysCommand.ListAll.class, KeysCommand.Delete.class})
public final class KeysCommand {

  /** {@code purser keys create}. */
  @Command(name = "create", description = "Make a key; it is shown this once.")
  static final class Create extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "What people call it.")
    private String name = "";

    @Option(names = "--agent", paramLabel = "ADDRESS", description = "The agent it belongs to.")
    private @Nullable String agent;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "agent, operator or admin. Default: agent.")
    private String role = "agent";

    @Option(
        names = "--expires-at",
        paramLabel = "TIME",
        description = "When it ends, e.g. 2027-01-01T00:00:00Z. Default: never.")
    private @Nullable String expiresAt;

    @Override
    public void run() {
      ObjectNode body = PurserClient.object();
      body.put("name", name);
      body.put("role", role);
      if (agent != null) {
        body.put("agent", Target.address(agent));
      }
      if (expiresAt != null) {
        body.put("expires_at", expiresAt);
      }
      JsonNode answer = client().post("/v1/keys", body);
      print(
          answer,
          () ->
              "%s%n(id %s; shown this once, keep it: PURSER_API_KEY=…)"
                  .formatted(answer.path("key").asText(), answer.path("key_id").asText()));
    }
  }

  /** {@code purser keys list}. */
  @Command(name = "list", description = "All keys, without the keys themselves.")
  static final class ListAll extends Subcommand {
    @Override
    public void run() {
      JsonNode answer = client().get("/v1/keys");
      print(answer, () -> table(answer));
    }

    private static String table(JsonNode answer) {
      Table table = new Table("KEY", "NAME", "ROLE", "AGENT", "CREATED", "EXPIRES");
      for (JsonNode key : answer.path("keys")) {
        table.row(
            Show.text(key.path("key_id")),
            Show.text(key.path("name")),
            Show.text(key.path("role")),
            Show.text(key.path("agent")),
            Show.time(key.path("created_at")),
            Show.time(key.path("expires_at")));
      }
      return table.render("No keys besides the administrator's.");
    }
  }

  /** {@code purser keys delete}. */
  @Command(name = "delete", description = "End a key.")
  static final class Delete extends Subcommand {
    @Parameters(paramLabel = "KEY", description = "Its id, from 'purser keys list'.")
    private String key = "";

    @Override
    public void run() {
      JsonNode answer =
          client().send("DELETE", "/v1/keys/" + PurserClient.encode(key), null, Map.of());
      print(answer, () -> "Done.");
    }
  }
}
