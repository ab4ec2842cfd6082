package dev.purser.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import java.util.UUID;

/** An agent of a test's own that spends over HTTP, at most fifty dollars a day. */
final class Spender {
  private final PurserClient client;
  private final String address;

  private Spender(PurserClient client, String address) {
    this.client = client;
    this.address = address;
  }

  /** One that has a policy and has spent nothing. */
  static Spender named(String name, PurserClient client) {
    return at("agent://org-" + UUID.randomUUID() + "/production/" + name, client);
  }

  /** The same at an address of the test's choice. */
  static Spender at(String address, PurserClient client) {
    client.setPolicy(
        address, "{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"pause\"}]}");
    return new Spender(client, address);
  }

  /** The directive that this report is answered with. */
  String spend(double usd) {
    return client
        .post(
            "/v1/mesh/metrics",
            PurserClient.object()
                .put("agent", address)
                .put("task", "ticket-4711")
                .put("cost_usd", usd))
        .path("directive")
        .asText();
  }

  /** Where its page is. */
  String path() {
    return "/agents/" + bare();
  }

  /** Its address as pages write it. */
  String bare() {
    return address.substring("agent://".length());
  }

  /** How it stands by the API. */
  String status() {
    return now().path("status").asText();
  }

  JsonNode now() {
    return client.get(Target.agentPath(address)).path("agent");
  }
}
