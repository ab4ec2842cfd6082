package dev.purser.standalone.look;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code purser tail}: events as they happen. */
@Command(
    name = "tail",
    description = "Events as they happen: of all agents, of one, or of one intent. Ctrl-C ends it.")
public final class TailCommand extends Subcommand {
  private static final long POLL_MILLIS = 1_000;
  private static final int NEWEST = 200;

  @Parameters(
      arity = "0..1",
      paramLabel = "X",
      description = "An intent's id or an agent's address.")
  private @Nullable String target;

  @Option(names = "--once", description = "Print what there is, and end.")
  private boolean once;

  private final Set<String> seen = new HashSet<>();

  @Override
  public void run() {
    PurserClient client = client();
    String target = this.target;
    if (target != null && Target.isIntent(target)) {
      follow(new IntentEvents(client, target));
    } else {
      follow(new MeshEvents(client, target == null ? null : Target.address(target)));
    }
  }

  private interface Source {
    /** Events that were not given before, oldest first. */
    Deque<JsonNode> next();
  }

  private void follow(Source source) {
    while (true) {
      source.next().forEach(this::show);
      out().flush();
      if (once) {
        return;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandError("interrupted", e);
      }
    }
  }

  private void show(JsonNode event) {
    if (json()) {
      out().println(event);
      return;
    }
    JsonNode at = event.has("at") ? event.path("at") : event.path("created_at");
    JsonNode actor = event.has("actor") ? event.path("actor") : event.path("actor_id");
    out()
        .printf(
            "%s  %-24s %s  %s  %s%n",
            Show.time(at),
            event.path("event_type").asText(),
            event.has("address") ? event.path("address").asText() : event.path("status").asText(),
            Show.text(actor),
            Show.details(event.path("details")));
  }

  private final class MeshEvents implements Source {
    private final PurserClient client;
    private final String path;

    MeshEvents(PurserClient client, @Nullable String agent) {
      this.client = client;
      Map<String, @Nullable Object> query = new HashMap<>();
      query.put("agent", agent);
      query.put("limit", NEWEST);
      this.path = "/v1/mesh/events" + PurserClient.query(query);
    }

    @Override
    public Deque<JsonNode> next() {
      Deque<JsonNode> fresh = new ArrayDeque<>();
      // The list is newest first.
      for (JsonNode event : client.get(path).path("events")) {
        if (seen.add(event.path("event_id").asText())) {
          fresh.addFirst(event);
        }
      }
      return fresh;
    }
  }

  private static final class IntentEvents implements Source {
    private final PurserClient client;
    private final String intent;
    private long since;

    IntentEvents(PurserClient client, String intent) {
      this.client = client;
      this.intent = intent;
    }

    @Override
    public Deque<JsonNode> next() {
      Deque<JsonNode> fresh = new ArrayDeque<>();
      String path = Target.intentPath(intent) + "/events?since=" + since;
      for (JsonNode event : client.get(path).path("events")) {
        fresh.addLast(event);
        since = Math.max(since, event.path("seq").asLong());
      }
      return fresh;
    }
  }
}
