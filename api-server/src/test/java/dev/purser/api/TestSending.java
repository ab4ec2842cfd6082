package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.ledger.TestDatabase;
import io.dropwizard.testing.ConfigOverride;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An agent's key sends intents to other agents of its organisation, within bounds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestSending {
  private static final int BOUND = 3;

  private Server server;
  private int count;

  @BeforeAll
  void start() throws Exception {
    server =
        new Server(
            TestDatabase.fresh(),
            ConfigOverride.config("PURSER_SENDS_PER_HOUR", String.valueOf(BOUND)));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String agent() {
    return "agent://sending/production/bot-" + ++count;
  }

  private Server.Answer send(String key, String to, String more) {
    String body =
        "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\""
            + UUID.randomUUID()
            + "\",\"to_agent\":\""
            + to
            + "\",\"payload\":{}"
            + more
            + "}";
    return server.send("POST", "/v1/intents", body, key);
  }

  private void accept(String receiver, String senders) {
    Server.Answer answer =
        server.put(
            "/v1/mesh/agents/" + receiver.substring("agent://".length()) + "/policies/cost",
            "{\"rules\":[],\"accept_from\":" + senders + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void anAgentSendsToOthersOfItsOrganisationInItsOwnName() {
    String sender = agent();
    String receiver = agent();
    String key = server.key("agent", sender);
    Server.Answer sent = send(key, receiver, ",\"from_agent\":\"" + agent() + "\"");
    assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    String path = "/v1/intents/" + sent.json().path("intent_id").asText();
    JsonNode shown = server.send("GET", path, null, key).json().path("intent");
    assertThat(shown.path("from_agent").asText()).isEqualTo(sender);
    assertThat(shown.path("to_agent").asText()).isEqualTo(receiver);
    assertThat(server.send("GET", path + "/events", null, key).status()).isEqualTo(200);
    assertThat(server.send("GET", path + "/events/stream?wait_seconds=1", null, key).status())
        .isEqualTo(200);
  }

  @Test
  void whoSentAnIntentReadsItAndDoesNothingElseWithIt() {
    String sender = agent();
    String receiver = agent();
    String key = server.key("agent", sender);
    String id = send(key, receiver, "").json().path("intent_id").asText();
    String path = "/v1/intents/" + id;
    assertThat(server.send("POST", path + "/resolve", "{\"status\":\"COMPLETED\"}", key).status())
        .isEqualTo(403);
    String report = "{\"intent_id\":\"" + id + "\",\"cost_usd\":1}";
    assertThat(server.send("POST", "/v1/mesh/metrics", report, key).status()).isEqualTo(403);
    String third = server.key("agent", agent());
    assertThat(server.send("GET", path, null, third).status()).isEqualTo(403);
    assertThat(server.send("GET", path + "/events", null, third).status()).isEqualTo(403);
  }

  @Test
  void noAgentSendsToAnotherOrganisation() {
    String key = server.key("agent", agent());
    Server.Answer refused = send(key, "agent://elsewhere/production/bot", "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("within its organisation only");
    assertThat(server.get("/v1/mesh/agents/elsewhere/production/bot").status()).isEqualTo(404);
  }

  @Test
  void aKilledAgentSendsNothing() {
    String sender = agent();
    String key = server.key("agent", sender);
    server.post("/v1/mesh/agents/" + sender.substring("agent://".length()) + "/kill", "{}");
    Server.Answer refused = send(key, agent(), "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains(sender + " is killed and sends nothing");
  }

  @Test
  void theReceiversPolicySaysWhoMaySend() {
    String friend = agent();
    String stranger = agent();
    String receiver = agent();
    accept(receiver, "[\"" + friend + "\",\"agent://sending/staging/*\"]");
    assertThat(send(server.key("agent", friend), receiver, "").status()).isEqualTo(200);
    String staging = "agent://sending/staging/bot-" + ++count;
    assertThat(send(server.key("agent", staging), receiver, "").status()).isEqualTo(200);
    Server.Answer refused = send(server.key("agent", stranger), receiver, "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text())
        .contains("takes no intents from " + stranger)
        .contains("accept_from");
    assertThat(send(server.key("agent", receiver), receiver, "").status()).isEqualTo(200);
    assertThat(send(Server.ADMIN, receiver, "").status()).isEqualTo(200);
  }

  @Test
  void whoMaySendIsAListOfAddressesOrPrefixes() {
    String path = "/v1/mesh/agents/" + agent().substring("agent://".length()) + "/policies/cost";
    for (String wrong : new String[] {"[]", "\"agent://a/b\"", "[1]", "[\"b\"]"}) {
      Server.Answer refused = server.put(path, "{\"rules\":[],\"accept_from\":" + wrong + "}");
      assertThat(refused.status()).as(wrong).isEqualTo(422);
      assertThat(refused.text()).contains("accept_from").contains("agent://org/*");
    }
  }

  @Test
  void oneSenderSendsOnlySoManyAnHour() {
    String sender = agent();
    String key = server.key("agent", sender);
    String receiver = agent();
    for (int n = 0; n < BOUND; n++) {
      assertThat(send(key, receiver, "").status()).isEqualTo(200);
    }
    Server.Answer refused = send(key, agent(), "");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text()).contains("rate_limited").contains("sends_per_hour");
    assertThat(send(key, sender, "").status()).isEqualTo(200);
    assertThat(send(server.key("agent", agent()), receiver, "").status()).isEqualTo(200);
  }
}
