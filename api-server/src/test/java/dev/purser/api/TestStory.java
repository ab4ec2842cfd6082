package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The runaway agent, over HTTP, up to the answer that stops it. */
final class TestStory {
  private static final String AGENT = "agent://myorg/production/research-agent";
  private static final String POLICY =
      """
      {"rules": [{"period": "day", "limit_usd": 50.00, "action": "pause", "notify": ["ops@company.com"]},
                 {"period": "intent", "limit_usd": 5.00, "action": "alert", "notify": ["ops@company.com"]}]}
      """;

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
  void theLimitIsReachedAtTheReportThatReachesIt() {
    Server.Answer set = server.put("/v1/mesh/agents/" + AGENT + "/policies/cost", POLICY);
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    String intent = server.intent(AGENT);
    for (int call = 1; call <= 1666; call++) {
      Server.Answer answer = report(intent, call);
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
      assertThat(answer.json().path("directive").asText())
          .as("call %d", call)
          .isEqualTo("CONTINUE");
    }
    Server.Answer last = report(intent, 1667);
    assertThat(last.json().path("directive").asText()).isEqualTo("PARK");
    assertThat(last.json().path("today_usd").decimalValue()).isEqualByComparingTo("50.01");

    JsonNode alerts = server.get("/v1/alerts?agent=" + AGENT).json().path("alerts");
    assertThat(alerts.findValues("action_taken").stream().map(JsonNode::asText))
        .contains("paused", "alerted");
    assertThat(
            alerts.findParents("threshold").stream()
                .filter(alert -> alert.path("rule").path("period").asText().equals("intent"))
                .filter(alert -> alert.path("threshold").asInt() == 100))
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.path("spent_usd").decimalValue()).isEqualByComparingTo("5.01"));

    Server.Answer table = server.get("/v1/reports/agents");
    assertThat(table.json().path("agents").path(0).path("today_usd").decimalValue())
        .isEqualByComparingTo("50.01");
    Server.Answer directive =
        server.get("/v1/intents/" + intent + "/directive?seen=CONTINUE&wait_seconds=1");
    assertThat(directive.json().path("directive").asText()).isEqualTo("PARK");
    Server.Answer resume = server.post("/v1/mesh/agents/" + AGENT + "/resume", "");
    assertThat(resume.status()).isEqualTo(409);
    assertThat(resume.json().path("error").path("code").asText()).isEqualTo("budget_exceeded");
  }

  private static Server.Answer report(String intent, int call) {
    return server.post(
        "/v1/mesh/metrics",
        "{\"intent_id\":\"" + intent + "\",\"cost_usd\":0.03,\"report_id\":\"call-" + call + "\"}");
  }
}
