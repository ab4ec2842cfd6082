package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.journal.IntentEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Why something stands where it stands, and what would move it. */
final class TestWhy {
  private static Server server;

  private final String agent = "agent://why/prod/" + UUID.randomUUID();
  private final String path = "/v1/mesh/agents/" + agent;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private void policy(String period, String dollars, String action) {
    Server.Answer set =
        server.put(
            path + "/policies/cost",
            "{\"rules\":[{\"period\":\"%s\",\"limit_usd\":%s,\"action\":\"%s\"}]}"
                .formatted(period, dollars, action));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
  }

  private JsonNode report(String what, String dollars) {
    return server
        .post(
            "/v1/mesh/metrics",
            "{\"agent\":\"" + agent + "\"," + what + "\"cost_usd\":" + dollars + "}")
        .json();
  }

  @Test
  void theGrantSuggestedIsTheSameInTheAnswerOnThePageAndInTheMail() {
    policy("day", "5", "pause");
    report("", "30.50");
    JsonNode why = server.get(path + "/why").json();
    assertThat(why.path("grant_usd").decimalValue()).isEqualByComparingTo("26.5");
    assertThat(why.path("commands").path(0).asText())
        .isEqualTo("./purser resume " + agent + " --grant 26.5");
    String page = "/agents/" + agent.substring("agent://".length());
    assertThat(Browser.signedIn(server, Server.ADMIN).open(page).body())
        .contains("for every full window, such as 26.5");
    Alert alert =
        server.ledger().alerts().list(new AgentAddress(agent), null, 1, null).items().get(0);
    assertThat(server.ledger().alertContexts().of(alert).grant()).isEqualTo(Usd.of("26.5"));
    assertThat(server.post(path + "/resume", "{\"grant_usd\": 26.5}").status()).isEqualTo(200);
  }

  @Test
  void noGrantIsAskedForWhereEnoughIsLeft() {
    policy("day", "5", "pause");
    report("", "6");
    policy("day", "50", "pause");
    JsonNode why = server.get(path + "/why").json();
    assertThat(why.path("because").asText()).isEqualTo("parked_by_rule");
    assertThat(why.has("grant_usd")).isFalse();
    assertThat(why.path("needs").asText()).isEqualTo("an operator to resume it");
    assertThat(why.path("commands").toString()).isEqualTo("[\"./purser resume " + agent + "\"]");
    assertThat(server.post(path + "/resume", "{}").status()).isEqualTo(200);
  }

  @Test
  void anIntentsGrantIsWhatItsOwnLimitsNeed() {
    policy("task", "2", "pause");
    String intent = report("\"task\":\"ticket\",", "3").path("intent_id").asText();
    JsonNode why = server.get("/v1/intents/" + intent + "/why").json();
    assertThat(why.path("grant_usd").decimalValue()).isEqualByComparingTo("2");
    assertThat(why.path("commands").toString()).contains("--grant 2\"");
    policy("task", "20", "pause");
    JsonNode raised = server.get("/v1/intents/" + intent + "/why").json();
    assertThat(raised.path("because").asText()).isEqualTo("parked_by_rule");
    assertThat(raised.has("grant_usd")).isFalse();
    assertThat(raised.path("commands").toString()).doesNotContain("--grant");
  }

  @Test
  void whatWasKilledWaitsForNobodyEvenBeforeItsWorkflowHasHeard() {
    String intent = server.intent(agent);
    String stop = "{\"reason\": \"it loops\"}";
    assertThat(server.post("/v1/intents/" + intent + "/pause", stop).status()).isEqualTo(200);
    assertThat(server.get("/v1/intents/" + intent + "/why").json().path("text").asText())
        .isEqualTo("bootstrap paused this intent: it loops.");

    assertThat(server.post("/v1/intents/" + intent + "/kill", stop).status()).isEqualTo(200);

    JsonNode why = server.get("/v1/intents/" + intent + "/why").json();
    assertThat(why.path("text").asText())
        .isEqualTo(
            "bootstrap killed this intent: it loops. It ends when its workflow hears of it.");
    assertThat(why.path("needs").asText()).isEqualTo("nothing: what was killed stays so");
    assertThat(why.path("commands")).isEmpty();
  }

  @Test
  void ofWhatHasEndedItSaysHowAndByWhomAndWhenItDid() {
    policy("intent", "2", "alert");
    String intent = server.intent(agent);
    Instant now = Instant.now();
    server
        .ledger()
        .journal()
        .intent(
            new IntentEntry(
                UUID.fromString(intent),
                1,
                1,
                IntentStatus.CANCELED,
                List.of(),
                0,
                List.of(new IntentEntry.Event(EventType.CANCELED, null, Map.of())),
                List.of(),
                "ann",
                "the customer left",
                null,
                now,
                null));
    JsonNode why = server.get("/v1/intents/" + intent + "/why").json();
    assertThat(why.path("state").asText()).isEqualTo("CANCELED");
    assertThat(why.path("because").asText()).isEqualTo("ended");
    assertThat(why.path("text").asText()).isEqualTo("It was canceled by ann: the customer left.");
    assertThat(why.path("needs").asText()).isEqualTo("nothing: what has ended stays so");
    assertThat(why.path("commands")).isEmpty();
    Instant ended = Instant.parse(why.path("since").asText());
    report("\"intent_id\":\"" + intent + "\",", "3");
    JsonNode later = server.get("/v1/intents/" + intent + "/why").json();
    assertThat(Instant.parse(later.path("since").asText()))
        .as("what came later changes nothing")
        .isEqualTo(ended);
  }
}
