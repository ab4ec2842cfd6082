package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.ledger.journal.AgentEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever is asked says the same. */
final class TestDirective {
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
  void aPersonsPauseBesideALimitThatLetsWorkFinishParksForEveryoneWhoAsks() {
    AgentAddress agent = new AgentAddress("agent://myorg/finishing");
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost",
        """
        {"in_flight":"finish","rules":[{"period":"day","limit_usd":5,"action":"pause"}]}
        """);
    String intent = report(agent, "6").path("intent_id").asText();
    assertThat(report(agent, "0.01").path("directive").asText()).isEqualTo("CONTINUE");
    assertThat(directive(intent).path("directive").asText()).isEqualTo("CONTINUE");

    Hold word =
        new Hold(
            HoldKind.AGENT,
            agent.value(),
            0,
            null,
            0,
            "ann",
            "enough for today",
            null,
            Instant.now(),
            null);
    server
        .ledger()
        .journal()
        .agent(
            new AgentEntry(
                agent, 1, 1, AgentStatus.PAUSED, word, List.of(), "ann", null, Instant.now()));

    assertThat(report(agent, "0.01").path("directive").asText()).isEqualTo("PARK");
    JsonNode told = directive(intent);
    assertThat(told.path("directive").asText()).isEqualTo("PARK");
    assertThat(told.path("parked_by").path("actor").asText()).isEqualTo("ann");
    JsonNode why = server.get("/v1/intents/" + intent + "/why").json();
    assertThat(why.path("because").asText()).isEqualTo("parked_by_person");
  }

  private static JsonNode report(AgentAddress agent, String dollars) {
    String body =
        "{\"agent\":\"" + agent + "\",\"task\":\"ticket-1\",\"cost_usd\":" + dollars + "}";
    return server.post("/v1/mesh/metrics", body).json();
  }

  private static JsonNode directive(String intent) {
    return server.get("/v1/intents/" + intent + "/directive?wait_seconds=1").json();
  }
}
