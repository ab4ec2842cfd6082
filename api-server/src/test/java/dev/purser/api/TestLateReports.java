package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A report whose authorization was over before it came. */
final class TestLateReports {
  private static final String AGENT = "agent://myorg/production/slow";

  private Server server;

  @BeforeEach
  void start() throws Exception {
    server = new Server();
    server.put(
        "/v1/mesh/agents/" + AGENT + "/policies/cost",
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":5,\"action\":\"pause\"}]}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isToldInTheAnswerAnEventAndAMetric() throws Exception {
    String given = authorize("4.98");
    assertThat(
            server.send("DELETE", "/v1/mesh/authorizations/" + given, null, Server.ADMIN).status())
        .isEqualTo(200);
    JsonNode inTime = report(authorize("4.98"), "4.98");
    assertThat(inTime.has("late")).isFalse();
    assertThat(inTime.has("past_limit_usd")).isFalse();

    JsonNode late = report(given, "4.98");

    assertThat(late.path("late").asBoolean()).isTrue();
    assertThat(late.path("past_limit_usd").decimalValue()).isEqualByComparingTo("4.96");
    assertThat(late.path("today_usd").decimalValue()).isEqualByComparingTo("9.96");
    assertThat(late.path("directive").asText()).isEqualTo("PARK");
    JsonNode many =
        server.post("/v1/mesh/metrics", "{\"reports\":[" + body(given, "0.01") + "]}").json();
    assertThat(many.path("late").asBoolean()).isTrue();
    assertThat(many.path("past_limit_usd").decimalValue()).isEqualByComparingTo("0.01");
    JsonNode events = server.get("/v1/mesh/events?address=" + AGENT + "&limit=100").json();
    assertThat(events.toString()).contains("agent.late").contains("4.96");
    assertThat(server.admin("/metrics")).contains("purser_late_past_limit_usd 4.97");
  }

  private String authorize(String dollars) {
    JsonNode answer =
        server
            .post(
                "/v1/mesh/authorizations",
                "{\"agent\":\"" + AGENT + "\",\"estimate_usd\":" + dollars + "}")
            .json();
    assertThat(answer.path("decision").asText()).as(answer.toString()).isEqualTo("allow");
    return answer.path("authorization_id").asText();
  }

  private JsonNode report(String authorization, String dollars) {
    return server.post("/v1/mesh/metrics", body(authorization, dollars)).json();
  }

  private static String body(String authorization, String dollars) {
    return "{\"agent\":\""
        + AGENT
        + "\",\"report_id\":\""
        + UUID.randomUUID()
        + "\",\"cost_usd\":"
        + dollars
        + ",\"authorization_id\":\""
        + authorization
        + "\"}";
  }
}
