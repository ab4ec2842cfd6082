package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With its own key, no agent takes another one's money or speaks in its name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestIsolation {
  private static final String ID = "\"authorization_id\":\"";

  private Server server;
  private int count;

  @BeforeAll
  void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String agent() {
    return "agent://isolation/production/bot-" + ++count;
  }

  @Test
  void anAuthorizationIsExtendedAndReleasedByItsOwnAgentAlone() {
    String victim = agent();
    String thief = agent();
    String id = UUID.randomUUID().toString();
    String ask = "{\"estimate_usd\":1,\"ttl_seconds\":600," + ID + id + "\"}";
    String victims = server.key("agent", victim);
    String thiefs = server.key("agent", thief);
    server.send("POST", "/v1/mesh/authorizations", ask, victims);
    String path = "/v1/mesh/authorizations/" + id;
    assertThat(server.send("DELETE", path, null, thiefs).status()).isEqualTo(404);
    assertThat(server.send("POST", path + "/extend", "{}", thiefs).status()).isEqualTo(404);
    assertThat(server.send("DELETE", path + "?agent=" + victim, null, thiefs).status())
        .isEqualTo(403);

    String less = "{\"estimate_usd\":0.01,\"ttl_seconds\":30," + ID + id + "\"}";
    assertThat(server.send("POST", "/v1/mesh/authorizations", less, thiefs).text())
        .contains("\"allow\"");
    Server.Answer which = server.send("DELETE", path, null, Server.ADMIN);
    assertThat(which.status()).isEqualTo(422);
    assertThat(which.text()).contains("\"agent\"").contains("more than one agent");
    assertThat(server.send("DELETE", path, null, thiefs).status()).isEqualTo(200);
    assertThat(pending(id)).containsExactly(victim);
    assertThat(server.send("DELETE", path + "?agent=" + victim, null, Server.ADMIN).status())
        .isEqualTo(200);
  }

  private List<String> pending(String id) {
    return server
        .ledger()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select a.address from spending_authorization s"
                            + " join agent a on a.id = s.agent_id"
                            + " where s.state = 'pending' and s.id = cast(? as uuid)")
                    .bind(0, id)
                    .mapTo(String.class)
                    .list());
  }

  private String create(String key, String idempotencyKey, String toAgent, String more) {
    String body =
        "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\"00000000-0000-4000-8000-000000000000\","
            + "\"to_agent\":\""
            + toAgent
            + "\",\"payload\":{}"
            + more
            + "}";
    Server.Answer answer =
        server.send("POST", "/v1/intents", body, key, "Idempotency-Key", idempotencyKey);
    return answer.status() == 200
        ? answer.json().path("intent_id").asText()
        : answer.status() + " " + answer.text();
  }

  @Test
  void anIdempotencyKeyBelongsToTheAgentWhicheverOfItsKeysAsks() {
    String one = agent();
    String other = agent();
    String first = create(server.key("agent", one), "k", one, "");
    assertThat(create(server.key("agent", one), "k", one, "")).isEqualTo(first);
    assertThat(create(server.key("agent", other), "k", other, "")).hasSize(36).isNotEqualTo(first);
  }

  @Test
  void anAgentSendsInItsOwnNameAndHangsNothingUnderAnothersIntent() {
    String sender = agent();
    String victim = agent();
    String key = server.key("agent", sender);
    String id = create(key, "a", sender, ",\"from_agent\":\"" + victim + "\"");
    assertThat(server.get("/v1/intents/" + id).json().at("/intent/from_agent").asText())
        .isEqualTo(sender);
    String parent = ",\"parent_intent_id\":\"" + server.intent(victim) + "\"";
    assertThat(create(key, "b", sender, parent))
        .startsWith("422")
        .contains("parent_intent_id")
        .contains("not of another agent");
    assertThat(create(Server.ADMIN, "c", sender, parent)).hasSize(36);
  }

  @Test
  void aReportOfMoreThanItsBoundIsRefusedByNameAndChangesNothing() {
    String agent = agent();
    String key = server.key("agent", agent);
    Server.Answer dear = server.send("POST", "/v1/mesh/metrics", "{\"cost_usd\":10000.01}", key);
    assertThat(dear.status()).isEqualTo(422);
    assertThat(dear.json().at("/errors/0/field").asText()).isEqualTo("cost_usd");
    assertThat(dear.text()).contains("at most $10000.00 (PURSER_MAX_REPORT_USD)");
    for (String dearest : List.of("1000000.01", "1e300", "\"9999999999\"")) {
      Server.Answer unheard =
          server.send("POST", "/v1/mesh/metrics", "{\"cost_usd\":" + dearest + "}", key);
      assertThat(unheard.status()).isEqualTo(422);
      assertThat(unheard.json().at("/errors/0/reason").asText())
          .contains("from 0 to 1000000", "PURSER_MAX_REPORT_USD");
    }
    Server.Answer unpriced =
        server.send(
            "POST",
            "/v1/mesh/metrics",
            "{\"model\":\"nobody-knows-1\",\"tokens_out\":1000000000000}",
            key);
    assertThat(unpriced.status()).isEqualTo(422);
    assertThat(unpriced.json().at("/errors/0/field").asText()).isEqualTo("tokens_out");
    assertThat(unpriced.text()).contains("at most $10000.00 (PURSER_MAX_REPORT_USD)");
    for (int i = 0; i < 5; i++) {
      Server.Answer most = server.send("POST", "/v1/mesh/metrics", "{\"cost_usd\":10000}", key);
      assertThat(most.status()).isEqualTo(202);
    }
    Server.Answer standing = server.get("/v1/mesh/agents/" + agent);
    assertThat(standing.text()).contains("50000");
  }
}
