package dev.purser.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import java.util.Optional;
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
    Spender spender = new Spender(client, address);
    spender.policy("{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"pause\"}]}");
    return spender;
  }

  /** Sets another policy for it. */
  void policy(String json) {
    client.setPolicy(address, json);
  }

  /** Its policy by the API. */
  JsonNode policy() {
    return client.get(Target.agentPath(address) + "/policies/cost");
  }

  /** Gives it something to do, and waits until it has been delivered. */
  String intent(String task) {
    ObjectNode intent =
        PurserClient.object()
            .put("intent_type", "northwind.test.v1")
            .put("correlation_id", UUID.randomUUID().toString())
            .put("to_agent", address)
            .put("task", task);
    intent.putObject("payload");
    String id = client.post("/v1/intents", intent).path("intent_id").asText();
    Until.there("DELIVERED", () -> Optional.of(status(id)).filter("DELIVERED"::equals));
    return id;
  }

  /** How an intent stands by the API. */
  String status(String intent) {
    return client.get(Target.intentPath(intent)).path("intent").path("status").asText();
  }

  /** The directive that a report on this intent is answered with. */
  String spend(double usd, String intent) {
    return report(PurserClient.object().put("intent_id", intent).put("cost_usd", usd));
  }

  /** The same of any report. */
  String report(ObjectNode report) {
    return client.post("/v1/mesh/metrics", report.put("agent", address)).path("directive").asText();
  }

  /** The directive that this report is answered with. */
  String spend(double usd) {
    return report(PurserClient.object().put("task", "ticket-4711").put("cost_usd", usd));
  }

  /** Its address. */
  String address() {
    return address;
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

  /** Waits until it stands so. */
  void await(String status) {
    Until.there(status, () -> Optional.of(status()).filter(status::equals));
  }

  JsonNode now() {
    return client.get(Target.agentPath(address)).path("agent");
  }
}
