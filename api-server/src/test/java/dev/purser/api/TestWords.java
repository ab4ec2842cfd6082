package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Words of people by HTTP: no workflow hears of any in these tests. */
final class TestWords {
  private static final String STOP = "{\"reason\":\"it loops\"}";
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anAgentIsKilledAtOnceAndItsWorkflowFollows() {
    String agent = "agent://myorg/killed";
    String intent = server.intent(agent);
    server.intent(agent);

    JsonNode killed = server.post("/v1/mesh/agents/" + agent + "/kill", STOP).json();

    assertThat(killed.path("status").asText()).isEqualTo("KILLED");
    assertThat(killed.path("open_intents").asInt()).isEqualTo(2);
    assertThat(killed.path("following").isBoolean()).isTrue();
    assertThat(killed.path("following").asBoolean()).isFalse();
    assertThat(killed.path("journaled").asBoolean()).isTrue();
    assertThat(report(agent, intent)).isEqualTo("KILL");
    JsonNode shown = server.get("/v1/intents/" + intent).json().path("intent");
    assertThat(shown.path("stopping").asBoolean()).isTrue();
    assertThat(shown.path("parked_by").path("actor").asText()).isEqualTo("bootstrap");
    JsonNode listed = server.get("/v1/intents?agent=" + agent).json().path("intents");
    assertThat(listed.findValuesAsText("stopping")).containsExactly("true", "true");
    JsonNode now = server.get("/v1/mesh/agents/" + agent).json().path("agent");
    assertThat(now.path("status").asText()).isEqualTo("KILLED");
    assertThat(now.path("open_intents").asInt()).isEqualTo(2);
    assertThat(now.path("stopping_intents").asInt()).isEqualTo(2);
    assertThat(now.path("following").asBoolean(true)).isFalse();
  }

  @Test
  void anIntentIsPausedAtOnceIsNotClaimedAndGoesOnWhenResumed() {
    String agent = "agent://myorg/paused";
    String intent = server.intent(agent);

    JsonNode paused = server.post("/v1/intents/" + intent + "/pause", STOP).json();

    assertThat(paused.path("status").asText()).isEqualTo("WAITING");
    assertThat(paused.path("following").asBoolean(true)).isFalse();
    assertThat(paused.path("intent").path("stopping").asBoolean()).isTrue();
    assertThat(directive(intent)).isEqualTo("PARK");
    assertThat(report(agent, intent)).isEqualTo("PARK");
    assertThat(server.get("/v1/agents/" + agent + "/intents/stream?wait_seconds=1").text())
        .doesNotContain("intent.delivered");
    JsonNode why = server.get("/v1/intents/" + intent + "/why").json();
    assertThat(why.path("because").asText()).isEqualTo("parked_by_person");
    assertThat(why.path("text").asText()).contains("it loops");

    assertThat(server.post("/v1/intents/" + intent + "/resume", "{}").status()).isEqualTo(200);
    assertThat(directive(intent)).isEqualTo("CONTINUE");
    assertThat(report(agent, intent)).isEqualTo("CONTINUE");
  }

  @Test
  void aScopeIsStoppedAtOnceAndSaysHowManyItHolds() {
    String agent = "agent://frozen/prod/one";
    String intent = server.intent(agent);
    String scope = "{\"scope\":\"agent://frozen/*\"}";

    JsonNode paused = server.post("/v1/mesh/pause", scope).json();

    assertThat(paused.path("status").asText()).isEqualTo("PAUSED");
    assertThat(paused.path("open_intents").asInt()).isEqualTo(1);
    assertThat(paused.path("following").asBoolean(true)).isFalse();
    assertThat(report(agent, intent)).isEqualTo("PARK");
    server.post("/v1/mesh/resume", scope);
    assertThat(report(agent, intent)).isEqualTo("CONTINUE");
  }

  private static String directive(String intent) {
    return server
        .get("/v1/intents/" + intent + "/directive?wait_seconds=1")
        .json()
        .path("directive")
        .asText();
  }

  private static String report(String agent, String intent) {
    String body =
        "{\"agent\":\"" + agent + "\",\"intent_id\":\"" + intent + "\",\"cost_usd\":0.01}";
    return server.post("/v1/mesh/metrics", body).json().path("directive").asText();
  }
}
