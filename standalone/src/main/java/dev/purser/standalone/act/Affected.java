package dev.purser.standalone.act;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.Pages;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many agents and open intents an act touches, in words. */
final class Affected {
  private static final int MOST = 10_000;
  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELED", "TIMED_OUT");

  private Affected() {}

  static String intent(PurserClient client, String id) {
    JsonNode intent = client.get(Target.intentPath(id)).path("intent");
    return "intent %s (%s) of %s, %s so far"
        .formatted(
            id,
            Show.text(intent.path("status")),
            Show.text(intent.path("to_agent")),
            Show.usd(intent.path("cost_usd")));
  }

  static String agent(PurserClient client, String address) {
    JsonNode agent = client.get(Target.agentPath(address)).path("agent");
    return "%s (%s), %s"
        .formatted(
            Target.address(address),
            Show.text(agent.path("status")),
            openIntents(client, List.of(Target.address(address))));
  }

  static String scope(PurserClient client, String scope) {
    String prefix = scope.equals("*") ? "" : scope.substring(0, scope.length() - 1);
    List<String> agents =
        Pages.get(client, "/v1/mesh/agents", Map.of(), "agents", MOST)
            .path("agents")
            .findValuesAsText("address")
            .stream()
            .filter(address -> address.startsWith(prefix))
            .toList();
    String who = agents.size() == 1 ? "1 agent" : agents.size() + " agents";
    return "%s under %s, %s".formatted(who, scope, openIntents(client, agents));
  }

  private static String openIntents(PurserClient client, List<String> agents) {
    int open = 0;
    for (String agent : agents) {
      if (open >= MOST) {
        break;
      }
      for (JsonNode intent :
          Pages.get(client, "/v1/intents", Map.of("agent", agent), "intents", MOST)
              .path("intents")) {
        open += ENDED.contains(intent.path("status").asText()) ? 0 : 1;
      }
    }
    return open >= MOST
        ? "more than " + MOST + " open intents"
        : open == 1 ? "1 open intent" : open + " open intents";
  }
}
