package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is really sent and answered is what the document tells of. */
final class TestOpenApiAnswers {
  private static final String AGENT = "agent://acme/prod/writer";
  private static final String SPENDER = "agent://acme/prod/spender";
  private static Server server;
  private static Contract contract;

  private final Set<String> answered = new TreeSet<>();

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    contract = new Contract(server.get("/openapi.json").json());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyCallAnswersWhatItDocuments() {
    for (String agent : List.of(SPENDER, AGENT)) {
      String policy = "/v1/mesh/agents/{agent}/policies/cost";
      send("PUT " + policy, policy.replace("{agent}", agent), Bodies.POLICY);
      send(
          "PUT /v1/mesh/policies/cost",
          "/v1/mesh/policies/cost?scope=agent://elsewhere/*",
          Bodies.POLICY);
      takeBack(agent);
      Call.ALL.forEach(call -> Bodies.more(call).forEach(body -> send(call, body, agent)));
      Call.ALL.forEach(call -> send(call, call.body(), agent));
    }
    assertThat(answered).isEqualTo(contract.operations().keySet());
  }

  /** What needs the id of something that is there. */
  private void takeBack(String agent) {
    String grants = "/v1/mesh/agents/{agent}/grants";
    String at = grants.replace("{agent}", agent);
    String usd = "{\"usd\":1,\"period\":\"day\",\"reason\":\"test\"}";
    send(
        "DELETE " + grants + "/{grant_id}",
        at + "/" + id(send("POST " + grants, at, usd), "/grants/0/grant_id"),
        null);
    String intent = server.intent(agent);
    grants = "/v1/intents/{id}/grants";
    at = grants.replace("{id}", intent);
    usd = "{\"usd\":1,\"period\":\"intent\"}";
    send(
        "DELETE " + grants + "/{grant_id}",
        at + "/" + id(send("POST " + grants, at, usd), "/grants/0/grant_id"),
        null);
    String asked = "/v1/mesh/authorizations/" + authorization(agent);
    send(
        "POST /v1/mesh/authorizations/{authorization_id}/extend",
        asked + "/extend",
        "{\"ttl_seconds\":60}");
    send("DELETE /v1/mesh/authorizations/{authorization_id}", asked, null);
    String alert = id(send("GET /v1/alerts", "/v1/alerts", null), "/alerts/0/alert_id");
    send(
        "POST /v1/alerts/{alert_id}/acknowledge",
        "/v1/alerts/" + alert + "/acknowledge",
        "{\"comment\":\"seen\"}");
    String key =
        id(
            send(
                "POST /v1/keys",
                "/v1/keys",
                "{\"name\":\"x\",\"role\":\"agent\",\"agent\":\"" + agent + "\"}"),
            "/key_id");
    send("DELETE /v1/keys/{key_id}", "/v1/keys/" + key, null);
    String webhook = "{\"name\":\"hook\",\"type\":\"webhook\",\"target\":\"https://example.com/\"}";
    send("POST /v1/channels", "/v1/channels", webhook);
    send("POST /v1/channels/{name}/test", "/v1/channels/hook/test", null);
    send("DELETE /v1/channels/{name}", "/v1/channels/hook", null);
  }

  private static String authorization(String agent) {
    String asked = "{\"agent\":\"" + agent + "\",\"estimate_usd\":0.001,\"probe\":true}";
    return server.post("/v1/mesh/authorizations", asked).json().path("authorization_id").asText();
  }

  private static String id(JsonNode answer, String pointer) {
    return answer.at(pointer).asText();
  }

  private void send(Call call, String body, String agent) {
    String intent = call.path().contains("INTENT") ? server.intent(agent) : "";
    Call filled = call.withBody(body).with(agent, intent);
    send(call.operation(), filled.path(), filled.body());
  }

  /** Sends it, and holds body and answer against the document. */
  private JsonNode send(String operation, String path, String body) {
    if (body != null && !body.isEmpty()) {
      assertThat(contract.faults(operation, parse(body), contract.body(operation))).isEmpty();
    }
    Server.Answer answer = server.send(operation.replaceFirst(" .*", ""), path, body, Server.ADMIN);
    if (answer.status() >= 300) {
      assertThat(answer.status()).as("%s: %s", operation, answer.text()).isBetween(400, 499);
      JsonNode problem = contract.problem(operation);
      assertThat(contract.faults(operation, answer.json(), problem)).isEmpty();
      return answer.json();
    }
    answered.add(operation);
    Map.Entry<Integer, JsonNode> documented = contract.success(operation);
    assertThat(answer.status()).as(operation).isEqualTo(documented.getKey());
    JsonNode schema = Contract.content(documented.getValue()).path("schema");
    List<JsonNode> told = told(answer);
    told.forEach(json -> assertThat(contract.faults(operation, json, schema)).isEmpty());
    return told.isEmpty() ? MissingNode.getInstance() : told.get(0);
  }

  /** The JSON of an answer, or of the data of its events. */
  private static List<JsonNode> told(Server.Answer answer) {
    if (!answer.header("content-type").startsWith("text/event-stream")) {
      return List.of(answer.json());
    }
    return answer
        .text()
        .lines()
        .filter(line -> line.startsWith("data: ") && !line.contains("\"next_seq\""))
        .map(line -> parse(line.substring("data: ".length())))
        .toList();
  }

  private static JsonNode parse(String json) {
    try {
      return Server.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
