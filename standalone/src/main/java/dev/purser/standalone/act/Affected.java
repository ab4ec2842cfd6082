package dev.purser.standalone.act;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.Pages;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How many agents and open intents an act touches, in words. While the ledger is away nobody knows,
 * and the act goes on without.
 */
final class Affected {
  private static final int MOST = 10_000;
  private static final int MOST_SUMMED = 100;

  private Affected() {}

  static String intent(PurserClient client, String id) {
    return ask(
        client,
        Target.intentPath(id),
        "intent " + id,
        answer -> {
          JsonNode intent = answer.path("intent");
          return "intent %s (%s) of %s, %s so far"
              .formatted(
                  id,
                  Show.text(intent.path("status")),
                  Show.text(intent.path("to_agent")),
                  Show.usd(intent.path("cost_usd")));
        });
  }

  static String agent(PurserClient client, String address) {
    String who = Target.address(address);
    return ask(
        client,
        Target.agentPath(address),
        who,
        answer -> {
          JsonNode agent = answer.path("agent");
          return "%s (%s), %s"
              .formatted(
                  who, Show.text(agent.path("status")), open(agent.path("open_intents").asLong()));
        });
  }

  /** Asks once: who must stop something now does not wait for what the question would say. */
  private static String ask(
      PurserClient client, String path, String unknown, Function<JsonNode, String> words) {
    PurserClient.Reply reply = client.once("GET", path);
    if (reply.ok()) {
      return words.apply(reply.body());
    }
    if (!reply.isAway()) {
      throw new CommandError(reply.problem());
    }
    return unknown + ", whatever is open there: the ledger does not answer";
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
    return "%s under %s, %s".formatted(who, scope, open(client, agents));
  }

  /** Of a great many agents nobody waits for the sum. */
  private static String open(PurserClient client, List<String> agents) {
    if (agents.size() > MOST_SUMMED) {
      return "with all their open intents";
    }
    return open(
        agents.stream()
            .map(agent -> client.get(Target.agentPath(agent)).path("agent"))
            .mapToLong(agent -> agent.path("open_intents").asLong())
            .sum());
  }

  private static String open(long intents) {
    return intents == 1 ? "1 open intent" : intents + " open intents";
  }
}
