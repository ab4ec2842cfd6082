package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

/** A runaway agent stops at $50.00, told over HTTP to whichever Purser it is given. */
public final class Story {
  public static final String POLICY =
      """
      {"rules": [{"period": "day", "limit_usd": 50.00, "action": "pause", "notify": ["ops@company.com"]},
                 {"period": "intent", "limit_usd": 5.00, "action": "alert", "notify": ["ops@company.com"]}]}
      """;

  /** What a call costs in the story as it is told. */
  public static final BigDecimal CALL = new BigDecimal("0.03");

  /** For how long a test waits for what must come. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final BigDecimal DAY = new BigDecimal("50");
  private static final BigDecimal INTENT = new BigDecimal("5");
  private static final BigDecimal GRANT = new BigDecimal("10");

  private final PurserClient client;
  private final BigDecimal call;
  private final String agent;

  /**
   * The story with an agent of its own, so that it can be told again on one ledger.
   *
   * @param call what each call costs; a larger one makes it shorter
   */
  public Story(PurserClient client, BigDecimal call) {
    this.client = client;
    this.call = call;
    this.agent = "agent://myorg/production/research-" + UUID.randomUUID();
  }

  public String agent() {
    return agent;
  }

  public PurserClient client() {
    return client;
  }

  public void setPolicy() {
    client.put(Target.agentPath(agent) + "/policies/cost", json(POLICY));
  }

  public String createIntent() {
    ObjectNode intent = PurserClient.object();
    intent.put("intent_type", "research.ticket.v1");
    intent.put("correlation_id", UUID.randomUUID().toString());
    intent.put("to_agent", agent);
    intent.putObject("payload").put("ticket", 1187);
    return client.post("/v1/intents", intent).path("intent_id").asText();
  }

  /** The answer to one call. */
  public JsonNode spend(String intent) {
    ObjectNode report = PurserClient.object();
    report.put("intent_id", intent);
    report.put("cost_usd", call);
    report.put("report_id", UUID.randomUUID().toString());
    return client.post("/v1/mesh/metrics", report);
  }

  /** Reports until the directive is another than CONTINUE; how many calls that were. */
  public int spendUntilStopped(String intent) {
    for (int call = 1; call <= 10_000; call++) {
      String directive = spend(intent).path("directive").asText();
      if (!directive.equals("CONTINUE")) {
        assertThat(directive).isEqualTo("PARK");
        return call;
      }
    }
    throw new AssertionError("never stopped");
  }

  /** How many calls it takes to spend that much. */
  public int callsTo(BigDecimal usd) {
    return usd.divide(call, 0, RoundingMode.CEILING).intValueExact();
  }

  private BigDecimal spentBy(int calls) {
    return call.multiply(BigDecimal.valueOf(calls));
  }

  /** The first half: it stops at the call that reaches $50, and everything of the agent waits. */
  public String runAway() {
    setPolicy();
    String intent = createIntent();
    int calls = callsTo(DAY);
    assertThat(spendUntilStopped(intent)).isEqualTo(calls);

    JsonNode parked = await().atMost(PATIENCE).until(() -> intent(intent), status("WAITING"));
    assertThat(parked.path("cost_usd").decimalValue()).isEqualByComparingTo(spentBy(calls));
    assertThat(parked.path("parked_by").path("scope").asText()).isEqualTo("agent");
    assertThat(parked.path("parked_by").path("rule").asText()).contains("day").contains("pause");
    await().atMost(PATIENCE).until(this::agentNow, status("PAUSED"));

    String second = createIntent();
    await().atMost(PATIENCE).until(() -> intent(second), status("WAITING"));
    assertThat(events(second)).doesNotContain("intent.delivered");
    assertAlertedOnce(intent);
    return intent;
  }

  /** The second half: ten dollars more let it go on, to $60.00 and no further. */
  public void releaseAndStopAgain(String intent) {
    ObjectNode release = PurserClient.object();
    release.put("grant_usd", GRANT);
    client.post(Target.agentPath(agent) + "/resume", release);
    await().atMost(PATIENCE).until(() -> intent(intent), status("WAITING").negate());
    await().atMost(PATIENCE).until(this::agentNow, status("ACTIVE"));

    int before = callsTo(DAY);
    int inAll = callsTo(DAY.add(GRANT));
    assertThat(spendUntilStopped(intent)).isEqualTo(inAll - before);
    await().atMost(PATIENCE).until(() -> intent(intent), status("WAITING"));
    JsonNode agentNow = await().atMost(PATIENCE).until(this::agentNow, status("PAUSED"));
    assertThat(agentNow.path("today_usd").decimalValue()).isEqualByComparingTo(spentBy(inAll));
  }

  /** The end: killed, canceled, and nothing new is taken. */
  public void kill(String intent) {
    client.post(Target.agentPath(agent) + "/kill", PurserClient.object());
    await().atMost(PATIENCE).until(() -> intent(intent), status("CANCELED"));
    ObjectNode another = PurserClient.object();
    another.put("intent_type", "research.ticket.v1");
    another.put("correlation_id", UUID.randomUUID().toString());
    another.put("to_agent", agent);
    another.putObject("payload");
    assertThat(client.exchange("POST", "/v1/intents", another, Map.of()).status()).isEqualTo(403);
  }

  public JsonNode intent(String id) {
    return client.get(Target.intentPath(id)).path("intent");
  }

  public JsonNode agentNow() {
    return client.get(Target.agentPath(agent)).path("agent");
  }

  /** Types of the intent's events, in order. */
  public java.util.List<String> events(String intent) {
    return client.get(Target.intentPath(intent) + "/events").findValuesAsText("event_type");
  }

  private void assertAlertedOnce(String intent) {
    assertThat(events(intent)).filteredOn("intent.alerted"::equals).isNotEmpty();
    JsonNode alerts =
        client.get("/v1/alerts" + PurserClient.query(Map.of("agent", agent, "limit", 100)));
    int ofTheIntent = 0;
    for (JsonNode alert : alerts.path("alerts")) {
      if (alert.path("rule").path("period").asText().equals("intent")
          && alert.path("threshold").asInt() == 100) {
        ofTheIntent++;
        assertThat(alert.path("spent_usd").decimalValue())
            .isEqualByComparingTo(spentBy(callsTo(INTENT)));
      }
    }
    assertThat(ofTheIntent).isEqualTo(1);
  }

  public static Predicate<JsonNode> status(String status) {
    return answer -> Objects.equals(answer.path("status").asText(), status);
  }

  static JsonNode json(String text) {
    try {
      return PurserClient.JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
