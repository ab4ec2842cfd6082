package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An agent that reports by task alone is stopped, and tries to go on with the same task. */
final class TestStoppedTask {
  private static final String TASK = "ticket-4711";

  private final PurserClient client = Running.instance().purser().client();
  private final String agent = "agent://org-" + UUID.randomUUID() + "/production/bot";

  @Test
  void aKilledTaskIsNotBegunAnewByTheNextReport() {
    client.setPolicy(agent, rule("{\"period\":\"intent\",\"limit_usd\":1,\"action\":\"kill\"}"));
    JsonNode first = spend("2");
    String intent = first.path("intent_id").asText();
    assertThat(first.path("directive").asText()).isEqualTo("KILL");
    await().atMost(Story.PATIENCE).until(() -> shown(intent), Story.status("CANCELED"));

    for (int i = 0; i < 4; i++) {
      assertThat(spend("2").path("directive").asText()).as("report %d", i + 2).isEqualTo("KILL");
    }
    JsonNode denied = ask("0.01");
    assertThat(denied.path("decision").asText()).isEqualTo("deny");
    assertThat(denied.path("reason").asText()).isEqualTo("killed");
    assertThat(denied.path("rule").asText()).isEqualTo("intent $1.00 kill");
    assertThat(agentNow().path("today_usd").decimalValue()).isEqualByComparingTo("10");
    assertThat(agentNow().path("status").asText()).isEqualTo("ACTIVE");

    JsonNode why = client.get(Target.intentPath(intent) + "/why");
    assertThat(why.path("because").asText()).isEqualTo("parked_by_rule");
    assertThat(why.path("text").asText())
        .contains("intent $1.00 kill")
        .contains("the task " + TASK)
        .contains("$2.00 spent today of the intent's limit of $1.00");
    JsonNode standing = client.get(Target.intentPath(intent) + "/directive?wait_seconds=1");
    assertThat(standing.path("directive").asText()).isEqualTo("KILL");
    assertThat(standing.path("parked_by").path("rule").asText()).isEqualTo("intent $1.00 kill");
    assertThat(standing.path("parked_by").path("scope").asText()).isEqualTo("task");
    PurserClient.Reply refused = client.exchange("POST", "/v1/intents", delivered(), Map.of());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).contains("the task " + TASK).contains("intent $1.00 kill");

    release(intent, "20");
    assertThat(spend("2").path("directive").asText()).isEqualTo("CONTINUE");
    assertThat(ask("0.01").path("decision").asText()).isEqualTo("allow");
  }

  @Test
  void anAgentDoesNotReleaseItsTaskByResolvingTheParkedIntent() {
    client.setPolicy(agent, rule("{\"period\":\"intent\",\"limit_usd\":1,\"action\":\"pause\"}"));
    JsonNode first = spend("1.50");
    String intent = first.path("intent_id").asText();
    await().atMost(Story.PATIENCE).until(() -> shown(intent), Story.status("WAITING"));
    resolve(intent);

    assertThat(ask("0.01").path("reason").asText()).isEqualTo("paused");
    JsonNode again = spend("0.10");
    assertThat(again.path("directive").asText()).isEqualTo("PARK");
    String waiting = again.path("intent_id").asText();
    assertThat(waiting).isNotEqualTo(intent);
    await().atMost(Story.PATIENCE).until(() -> shown(waiting), Story.status("WAITING"));
    assertThat(shown(waiting).path("parked_by").path("scope").asText()).isEqualTo("task");

    release(waiting, "5");
    await().atMost(Story.PATIENCE).until(() -> shown(waiting), Story.status("IN_PROGRESS"));
    assertThat(spend("0.10").path("directive").asText()).isEqualTo("CONTINUE");
  }

  @Test
  void resolvingBelowTheLimitDoesNotBeginAnew() {
    client.setPolicy(agent, rule("{\"period\":\"intent\",\"limit_usd\":1,\"action\":\"pause\"}"));
    resolve(spend("0.99").path("intent_id").asText());
    assertThat(ask("0.02").path("reason").asText()).isEqualTo("limit");
    assertThat(spend("0.99").path("directive").asText()).isEqualTo("PARK");
  }

  @Test
  void aPersonsKillOutlivesTheIntent() {
    String intent = spend("0.10").path("intent_id").asText();
    client.post(
        Target.intentPath(intent) + "/kill", PurserClient.object().put("reason", "it loops"));
    await().atMost(Story.PATIENCE).until(() -> shown(intent), Story.status("CANCELED"));

    JsonNode again = spend("0.10");
    assertThat(again.path("directive").asText()).isEqualTo("KILL");
    assertThat(again.path("intents").path(0).path("parked_by").path("reason").asText())
        .isEqualTo("it loops");
    client.post(Target.intentPath(intent) + "/resume", PurserClient.object());
    assertThat(spend("0.10").path("directive").asText()).isEqualTo("CONTINUE");
  }

  private static String rule(String rule) {
    return "{\"rules\":[" + rule + "]}";
  }

  private JsonNode spend(String dollars) {
    return client.post("/v1/mesh/metrics", of().put("cost_usd", new BigDecimal(dollars)));
  }

  private JsonNode ask(String dollars) {
    return client.post(
        "/v1/mesh/authorizations", of().put("estimate_usd", new BigDecimal(dollars)));
  }

  private ObjectNode of() {
    return PurserClient.object().put("agent", agent).put("task", TASK);
  }

  private ObjectNode delivered() {
    ObjectNode intent =
        PurserClient.object()
            .put("intent_type", "research.ticket.v1")
            .put("correlation_id", UUID.randomUUID().toString())
            .put("to_agent", agent)
            .put("task", TASK);
    intent.putObject("payload");
    return intent;
  }

  private void resolve(String intent) {
    client.post(
        Target.intentPath(intent) + "/resolve", PurserClient.object().put("status", "COMPLETED"));
    await().atMost(Story.PATIENCE).until(() -> shown(intent), Story.status("COMPLETED"));
  }

  private void release(String intent, String grant) {
    client.post(
        Target.intentPath(intent) + "/resume",
        PurserClient.object().put("grant_usd", new BigDecimal(grant)));
  }

  private JsonNode shown(String intent) {
    return client.get(Target.intentPath(intent)).path("intent");
  }

  private JsonNode agentNow() {
    return client.get(Target.agentPath(agent)).path("agent");
  }
}
