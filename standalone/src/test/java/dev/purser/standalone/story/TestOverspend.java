package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways to spend more than was meant, and where each of them ends. */
final class TestOverspend {
  private static final BigDecimal ROUND = new BigDecimal("0.12");

  private final PurserClient client = Running.instance().purser().client();
  private String org = "";

  @BeforeEach
  void anOrganizationOfItsOwn() {
    org = "agent://org-" + UUID.randomUUID() + "/";
  }

  @Test
  void theSameTicketAgainAndAgainStopsInIts42ndRound() {
    String agent = org + "production/reprocessor";
    client.setPolicy(
        agent, "{\"rules\":[{\"period\":\"task\",\"limit_usd\":5,\"action\":\"pause\"}]}");
    for (int round = 1; round <= 41; round++) {
      String intent = intent(agent, "ticket-4711");
      assertThat(spend(agent, intent, ROUND).path("directive").asText())
          .as("round %d", round)
          .isEqualTo("CONTINUE");
    }
    String last = intent(agent, "ticket-4711");
    assertThat(spend(agent, last, ROUND).path("directive").asText()).isEqualTo("PARK");
    JsonNode parked =
        await().atMost(Story.PATIENCE).until(() -> shown(last), Story.status("WAITING"));
    assertThat(parked.path("parked_by").path("scope").asText()).isEqualTo("task");
    String next = intent(agent, "ticket-4711");
    await().atMost(Story.PATIENCE).until(() -> shown(next), Story.status("WAITING"));
    String other = intent(agent, "ticket-4712");
    assertThat(spend(agent, other, ROUND).path("directive").asText()).isEqualTo("CONTINUE");
  }

  @Test
  void twoAgentsOfAScopeStopTogetherAtTheirSum() {
    client.put(
        "/v1/mesh/policies/cost" + PurserClient.query(Map.of("scope", org + "*")),
        Story.json(
            "{\"applies\":\"total\",\"rules\":"
                + "[{\"period\":\"day\",\"limit_usd\":10,\"action\":\"pause\"}]}"));
    String one = org + "production/one";
    String two = org + "production/two";
    String ofOne = intent(one, "a");
    String ofTwo = intent(two, "b");
    assertThat(spend(one, ofOne, new BigDecimal("6")).path("directive").asText())
        .isEqualTo("CONTINUE");
    assertThat(spend(two, ofTwo, new BigDecimal("3.99")).path("directive").asText())
        .isEqualTo("CONTINUE");
    assertThat(spend(two, ofTwo, new BigDecimal("0.01")).path("directive").asText())
        .isEqualTo("PARK");
    await().atMost(Story.PATIENCE).until(() -> shown(ofOne), Story.status("WAITING"));
    JsonNode parked =
        await().atMost(Story.PATIENCE).until(() -> shown(ofTwo), Story.status("WAITING"));
    assertThat(parked.path("parked_by").path("scope").asText()).isEqualTo(org + "*");
  }

  @Test
  void aThousandTasksThatAskFirstNeverPassTheDay() throws Exception {
    String agent = org + "production/crowd";
    client.setPolicy(
        agent, "{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"pause\"}]}");
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Boolean>> all = new ArrayList<>();
      IntStream.range(0, 1_000).forEach(n -> all.add(() -> askAndSpend(agent, "task-" + n)));
      int allowed = 0;
      for (Future<Boolean> each : callers.invokeAll(all)) {
        allowed += each.get() ? 1 : 0;
      }
      assertThat(allowed).isEqualTo(714);
    } finally {
      callers.shutdownNow();
    }
    assertThat(agent(agent).path("today_usd").decimalValue()).isEqualByComparingTo("49.98");
  }

  /** Seven cents, if they may be spent. */
  private boolean askAndSpend(String agent, String task) {
    String id = UUID.randomUUID().toString();
    ObjectNode ask = of(agent, task).put("authorization_id", id).put("estimate_usd", 0.07);
    JsonNode answer = client.post("/v1/mesh/authorizations", ask);
    if (!answer.path("decision").asText().equals("allow")) {
      return false;
    }
    client.post(
        "/v1/mesh/metrics", of(agent, task).put("authorization_id", id).put("cost_usd", 0.07));
    return true;
  }

  @Test
  void theTableTellsOfFourAgents() {
    Map<String, String> spent = new HashMap<>();
    for (String[] line :
        List.of(
            new String[] {"alpha", "50.01"},
            new String[] {"beta", "12.47"},
            new String[] {"gamma", "3"},
            new String[] {"delta", "0.000001"})) {
      String agent = org + "production/" + line[0];
      spent.put(agent, line[1]);
      if (line[0].equals("alpha")) {
        client.setPolicy(
            agent, "{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"pause\"}]}");
      }
      client.post("/v1/mesh/metrics", of(agent, "t").put("cost_usd", new BigDecimal(line[1])));
    }
    await()
        .atMost(Story.PATIENCE)
        .until(() -> agent(org + "production/alpha"), Story.status("PAUSED"));
    JsonNode table = client.get("/v1/reports/agents?limit=1000");
    int rows = 0;
    for (JsonNode row : table.path("agents")) {
      String agent = row.path("address").asText();
      if (spent.containsKey(agent)) {
        rows++;
        for (String sum : List.of("today_usd", "week_usd", "month_usd")) {
          assertThat(row.path(sum).decimalValue())
              .as("%s %s", agent, sum)
              .isEqualByComparingTo(spent.get(agent));
        }
        assertThat(row.path("status").asText())
            .isEqualTo(agent.endsWith("alpha") ? "PAUSED" : "ACTIVE");
      }
    }
    assertThat(rows).as(table.toString()).isEqualTo(4);
  }

  /** The time is for the record; what is asserted is that all of them end. */
  @Test
  void aKillEndsFiftyIntentsAndTheNextIsRefused() {
    String agent = org + "production/doomed";
    List<String> intents =
        IntStream.range(0, 50).mapToObj(n -> intent(agent, "task-" + n)).toList();
    awaitAll(intents, Story.status("CREATED").negate());
    long begin = System.nanoTime();
    client.post(Target.agentPath(agent) + "/kill", PurserClient.object());
    awaitAll(intents, Story.status("CANCELED"));
    System.out.printf(
        "50 intents of a killed agent canceled over HTTP in %d ms%n",
        (System.nanoTime() - begin) / 1_000_000);
    assertThat(client.exchange("POST", "/v1/intents", asked(agent, "t"), Map.of()).status())
        .isEqualTo(403);
    JsonNode beat = client.post("/v1/mesh/heartbeat", PurserClient.object().put("agent", agent));
    assertThat(beat.path("health_status").asText()).isEqualTo("killed");
  }

  private JsonNode spend(String agent, String intent, BigDecimal usd) {
    return client.post(
        "/v1/mesh/metrics",
        PurserClient.object().put("agent", agent).put("intent_id", intent).put("cost_usd", usd));
  }

  private static ObjectNode of(String agent, String task) {
    return PurserClient.object().put("agent", agent).put("task", task);
  }

  private static ObjectNode asked(String agent, String task) {
    ObjectNode intent = PurserClient.object().put("intent_type", "research.ticket.v1");
    intent.put("correlation_id", UUID.randomUUID().toString());
    intent.put("to_agent", agent).put("task", task).putObject("payload");
    return intent;
  }

  private String intent(String agent, String task) {
    return client.post("/v1/intents", asked(agent, task)).path("intent_id").asText();
  }

  private JsonNode shown(String intent) {
    return client.get(Target.intentPath(intent)).path("intent");
  }

  private void awaitAll(List<String> intents, Predicate<JsonNode> done) {
    await()
        .atMost(Story.PATIENCE)
        .until(
            () -> intents.stream().map(this::shown).toList(), all -> all.stream().allMatch(done));
  }

  private JsonNode agent(String agent) {
    return client.get(Target.agentPath(agent)).path("agent");
  }
}
