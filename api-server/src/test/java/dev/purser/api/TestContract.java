package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes that AXME's clients and Purser's own rely on. */
final class TestContract {
  private static final String AGENT = "agent://myorg/production/bot";

  private static Server server;
  private static String own;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    own = server.key("agent", AGENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anIntentIsCreatedShownAndTellsItsEvents() {
    String id = server.intent(AGENT);
    assertThat(UUID.fromString(id)).isNotNull();
    JsonNode shown = server.get("/v1/intents/" + id).json();
    assertThat(shown.path("ok").asBoolean()).isTrue();
    assertFields(
        shown.path("intent"),
        "intent_id",
        "status",
        "created_at",
        "updated_at",
        "intent_type",
        "correlation_id",
        "from_agent",
        "to_agent",
        "payload",
        "tags",
        "cost_usd",
        "limit_usd",
        "remaining_usd");
    assertThat(Instant.parse(shown.path("intent").path("created_at").asText())).isNotNull();

    JsonNode events = server.get("/v1/intents/" + id + "/events?since=0").json().path("events");
    assertThat(events.findValues("event_type").stream().map(JsonNode::asText))
        .startsWith("intent.created", "intent.submitted");
    assertFields(events.path(0), "intent_id", "seq", "event_type", "status", "at", "details");
    assertThat(events.path(0).path("seq").asLong()).isEqualTo(1);
    JsonNode later = server.get("/v1/intents/" + id + "/events?since=1").json().path("events");
    assertThat(later.path(0).path("seq").asLong()).isEqualTo(2);
  }

  @Test
  void anIdempotencyKeyGivesTheSameIntentAgain() {
    String body =
        "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\"00000000-0000-4000-8000-000000000000\","
            + "\"to_agent\":\""
            + AGENT
            + "\",\"payload\":{\"n\":%d}}";
    String key = UUID.randomUUID().toString();
    Server.Answer first = create(String.format(body, 1), key);
    Server.Answer again = create(String.format(body, 1), key);
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(create(String.format(body, 2), key).status()).isEqualTo(409);
  }

  @Test
  void anAgentWithoutAPolicyHasNoLimit() {
    String free = "agent://myorg/production/free";
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + free + "\",\"task\":\"t\",\"cost_usd\":7}");
    JsonNode agent = server.get("/v1/mesh/agents/" + free).json();
    assertThat(agent.findValue("windows").findValues("limit_usd"))
        .hasSize(3)
        .allMatch(JsonNode::isNull);
    assertThat(server.get("/v1/alerts?agent=" + free).text()).contains("\"limit_usd\":5");
  }

  @Test
  void anAgentShowsItsBurnRateAndWhenItReachesALimit() {
    String agent = "agent://burning/production/bot";
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost",
        "{\"rules\":[{\"when\":\"burn\",\"usd_per_hour\":5,\"action\":\"pause\"},"
            + "{\"period\":\"month\",\"limit_usd\":9.01,\"action\":\"pause\"}]}");
    JsonNode resting = server.get("/v1/mesh/agents/" + agent).json().path("agent");
    assertThat(resting.path("burn_usd_per_hour").decimalValue()).isEqualByComparingTo("0");
    assertThat(resting.has("limit_reached_at")).as("nothing leads there").isFalse();

    String report = "{\"agent\":\"" + agent + "\",\"cost_usd\":9}";
    JsonNode told = server.post("/v1/mesh/metrics", report).json();
    assertThat(told.path("directive").asText()).isEqualTo("PARK");
    JsonNode shown = server.get("/v1/mesh/agents/" + agent).json().path("agent");
    assertThat(shown.path("burn_usd_per_hour").decimalValue()).isEqualByComparingTo("9");
    assertThat(shown.has("limit_reached_at")).as("who is paused reaches nothing").isFalse();
    assertThat(shown.path("windows").findValuesAsText("period"))
        .as("a rule of the burn rate is no window")
        .containsExactly("month", "day", "week");
    assertThat(shown.path("policy").path("rules").path(0).path("over_minutes").asInt())
        .isEqualTo(5);

    JsonNode alert =
        server.get("/v1/alerts?agent=" + agent).json().findParents("rule").stream()
            .filter(each -> each.path("rule").has("when"))
            .findFirst()
            .orElseThrow();
    assertThat(alert.path("spent_usd").decimalValue()).isEqualByComparingTo("108");
    assertThat(alert.path("limit_usd").decimalValue()).isEqualByComparingTo("5");
    assertThat(alert.path("action_taken").asText()).isEqualTo("paused");
    JsonNode why = server.get("/v1/mesh/agents/" + agent + "/why").json();
    assertThat(why.path("text").asText()).contains("$108.00 an hour in the last 5 minutes");
    assertThat(why.path("commands").toString()).isEqualTo("[\"./purser resume " + agent + "\"]");

    String active = "agent://burning/production/active";
    server.put(
        "/v1/mesh/agents/" + active + "/policies/cost",
        "{\"rules\":[{\"period\":\"month\",\"limit_usd\":9.01,\"action\":\"pause\"}]}");
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + active + "\",\"cost_usd\":9}");
    JsonNode going = server.get("/v1/mesh/agents/" + active).json().path("agent");
    assertThat(Instant.parse(going.path("limit_reached_at").asText()))
        .isBetween(Instant.now(), Instant.now().plusSeconds(6));
    for (JsonNode row : server.get("/v1/reports/agents").json().path("agents")) {
      boolean burning = row.path("address").asText().equals(active);
      assertThat(row.path("burn_usd_per_hour").isNumber()).isTrue();
      assertThat(row.path("limit_reached_at").isTextual()).isEqualTo(burning);
    }
    Server.Answer csv =
        server.send("GET", "/v1/reports/agents", null, Server.ADMIN, "Accept", "text/csv");
    assertThat(csv.text()).contains("status,burn_usd_per_hour,limit_reached_at");
    assertThat(server.get("/v1/mesh/agents").text())
        .as("a list leaves it out")
        .doesNotContain("burn_usd_per_hour");
  }

  @Test
  void aPreviewSaysWhatAPolicyWouldHaveDone() {
    String agent = "agent://rehearsed/production/bot";
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + agent + "\",\"cost_usd\":62.5}");
    String body =
        "{\"rules\":[{\"period\":\"week\",\"limit_usd\":50,\"action\":\"kill\"},"
            + "{\"when\":\"burn\",\"usd_per_hour\":40,\"action\":\"alert\"}],"
            + "\"timezone\":\"Asia/Kathmandu\"}";
    Server.Answer answer = server.post("/v1/mesh/agents/" + agent + "/policies/cost/preview", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("spent_usd").decimalValue()).isEqualByComparingTo("62.5");
    assertThat(json.path("stopped_usd").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(json.path("alerts").asInt()).as("80 % and the rate").isEqualTo(2);
    assertThat(json.path("kills").asInt()).isEqualTo(1);
    assertThat(json.path("pauses").asInt() + json.path("blocks").asInt()).isZero();
    assertThat(json.path("first").path("agent").asText()).isEqualTo(agent);
    assertThat(json.path("first").path("rule").path("period").asText()).isEqualTo("week");
    assertThat(json.path("first").path("limit_usd").asInt()).isEqualTo(50);
    assertThat(json.path("first").has("intent_id")).isFalse();
    assertThat(json.path("rules").path(1).path("rule").path("when").asText()).isEqualTo("burn");
    assertThat(json.path("rules").path(1).path("times").asInt()).isEqualTo(1);
    assertThat(Instant.parse(json.path("rules").path(0).path("first_at").asText()))
        .isEqualTo(Instant.parse(json.path("first").path("at").asText()));
    assertThat(json.path("by_day").path(0).path("day").asText()).matches("[0-9]{4}-[0-9-]{5}");
    assertThat(json.path("text").asText())
        .matches("would have killed once, first on .*, and stopped \\$12\\.50");
    assertThat(json.path("assumptions").toString()).contains("until its window ends", "times four");
    assertThat(Duration.between(at(json, "from"), at(json, "to"))).isEqualTo(Duration.ofDays(30));

    String scope = "/v1/mesh/policies/cost/preview?scope=agent://rehearsed/*";
    JsonNode total = server.post(scope, "{\"applies\":\"total\"," + body.substring(1)).json();
    assertThat(total.path("stopped_usd").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(total.path("first").has("agent")).isFalse();
    JsonNode nothing = server.post(scope, "{\"rules\":[],\"to\":\"2026-01-01\"}").json();
    assertThat(nothing.path("first").isNull()).isTrue();
    assertThat(nothing.path("spent_usd").asInt()).isZero();
    assertThat(nothing.path("text").asText()).isEqualTo("would have done nothing");
    assertThat(server.get("/v1/mesh/agents/" + agent + "/policies/cost").status())
        .as("nothing was set")
        .isEqualTo(404);
  }

  private static Instant at(JsonNode json, String field) {
    return Instant.parse(json.path(field).asText());
  }

  @Test
  void aReportIsToldWhatMayBeSpentWhilePurserIsAway() {
    String agent = "agent://offline/production/bot";
    String report = "{\"agent\":\"" + agent + "\",\"task\":\"t\",\"cost_usd\":0.01}";
    JsonNode silent = server.post("/v1/mesh/metrics", report).json();
    assertThat(silent.path("intents").path(0).has("offline_usd")).isFalse();
    server.put(
        "/v1/mesh/policies/cost?scope=agent://offline/*",
        "{\"rules\":[],\"offline_usd\":3,\"applies\":\"total\"}");
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost", "{\"rules\":[],\"offline_usd\":0.25}");
    JsonNode told = server.post("/v1/mesh/metrics", report).json();
    assertThat(told.path("intents").path(0).path("offline_usd").decimalValue())
        .isEqualByComparingTo("0.25");
  }

  @Test
  void whatNoTextMayHoldIsTheCallersMistake() {
    for (String query : List.of("task=%00", "tag=%00:a", "intent_type=%00")) {
      Server.Answer answer = server.get("/v1/intents?" + query);
      assertThat(answer.status()).as(query).isEqualTo(422);
      assertThat(answer.text()).contains(query.substring(0, query.indexOf('=')));
    }
    Server.Answer refused = server.get("/v1/mesh/agents/agent://a/b/%00");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("content-type")).startsWith("application/problem+json");
    assertThat(refused.header("connection")).as("it is closed, and says so").isEqualTo("close");
  }

  private static Server.Answer create(String body, String key) {
    return server.send("POST", "/v1/intents", body, Server.ADMIN, "Idempotency-Key", key);
  }

  @Test
  void theStreamOfEventsEndsAfterItSentSomeAndTellsATimeout() {
    String id = server.intent(AGENT);
    Server.Answer events = server.get("/v1/intents/" + id + "/events/stream?since=0");
    assertThat(events.header("content-type")).startsWith("text/event-stream");
    assertThat(events.text()).contains("id: 1\nevent: intent.created\ndata: {");
    Server.Answer none = server.get("/v1/intents/" + id + "/events/stream?since=99&wait_seconds=1");
    assertThat(none.text())
        .isEqualTo("event: stream.timeout\ndata: {\"ok\":true,\"next_seq\":99}\n\n");
  }

  @Test
  void theStreamOfAnAgentHandsOutEachIntentOnce() {
    String agent = "agent://myorg/production/puller";
    String id = server.intent(agent);
    String stream = "/v1/agents/" + agent + "/intents/stream?wait_seconds=%d";
    Server.Answer first = server.get(String.format(stream, 10));
    assertThat(first.text()).contains(id).contains("\"delivery\":1").contains("\"seq\":");
    assertThat(first.text()).contains("\"offline_usd\":0.25");
    assertThat(server.get(String.format(stream, 1)).text()).contains("stream.timeout");
  }

  @Test
  void aReportIsAnsweredWithWhereEverythingStands() {
    String id = server.intent(AGENT);
    Server.Answer answer =
        server.post(
            "/v1/mesh/metrics",
            "{\"intent_id\":\""
                + id
                + "\",\"cost_usd\":0.30000000000000004,"
                + "\"metadata\":{\"model\":\"gpt-4o\",\"tokens_in\":10,\"tool\":\"search\"}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    JsonNode json = answer.json();
    assertThat(json.path("intent_cost_usd").decimalValue()).isEqualByComparingTo("0.3");
    assertFields(
        json,
        "ok",
        "accepted",
        "duplicates",
        "rejected",
        "directive",
        "intents",
        "agents",
        "intent_id",
        "status",
        "today_usd",
        "remaining_usd");
    assertFields(
        json.path("intents").path(0),
        "intent_id",
        "agent",
        "status",
        "directive",
        "cost_usd",
        "remaining_usd");
    assertFields(
        json.path("agents").path(0),
        "address",
        "status",
        "health_status",
        "directive",
        "today_usd",
        "remaining_usd");
  }

  @Test
  void aTaskOfAReportOpensATrackedIntent() {
    String body = "{\"agent\":\"" + AGENT + "\",\"task\":\"ticket-7\",\"cost_usd\":0.1}";
    JsonNode first = server.post("/v1/mesh/metrics", body).json();
    JsonNode second = server.post("/v1/mesh/metrics", body).json();
    assertThat(first.path("status").asText()).isEqualTo("IN_PROGRESS");
    assertThat(second.path("intent_id")).isEqualTo(first.path("intent_id"));
    assertThat(second.path("intent_cost_usd").decimalValue()).isEqualByComparingTo("0.2");
  }

  @Test
  void tinyAmountsAreWrittenPlainly() {
    String body = "{\"agent\":\"agent://myorg/tiny\",\"cost_usd\":\"0.000000001\"}";
    Server.Answer answer = server.post("/v1/mesh/metrics", body);
    assertThat(answer.text()).contains("\"today_usd\":0.000000001");
  }

  @Test
  void aHeartbeatRetriedUnderItsTraceIdCountsOnce() {
    String key = server.key("agent", "agent://myorg/beating");
    String body = "{\"metrics\":{\"cost_usd\":0.5,\"llm_calls\":3,\"avg_latency_ms\":12.5}}";
    Server.Answer first = beat(body, key);
    Server.Answer again = beat(body, key);
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertFields(first.json(), "ok", "health_status", "status", "directive");
    assertThat(first.json().path("health_status").asText()).isEqualTo("healthy");
    assertThat(again.json().path("today_usd").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(first.header("x-trace-id")).isEqualTo("trace-1");
    assertThat(beat("", key).status()).isEqualTo(200);
  }

  private static Server.Answer beat(String body, String key) {
    return server.send("POST", "/v1/mesh/heartbeat", body, key, "X-Trace-Id", "trace-1");
  }

  @Test
  void anAuthorizationIsAskedExtendedAndReleased() {
    Server.Answer asked =
        server.send("POST", "/v1/mesh/authorizations", "{\"estimate_usd\":\"0.25\"}", own);
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    assertFields(
        asked.json(),
        "ok",
        "decision",
        "authorization_id",
        "expires_at",
        "remaining_usd",
        "directive");
    assertThat(asked.json().path("decision").asText()).isEqualTo("allow");
    String path = "/v1/mesh/authorizations/" + asked.json().path("authorization_id").asText();
    Server.Answer extended = server.send("POST", path + "/extend", "{\"ttl_seconds\":3600}", own);
    assertThat(extended.status()).as(extended.text()).isEqualTo(200);
    assertThat(Instant.parse(extended.json().path("expires_at").asText()))
        .isAfter(Instant.now().plus(Duration.ofMinutes(50)));
    assertThat(server.send("DELETE", path, null, own).status()).isEqualTo(200);
  }

  @Test
  void anAgentIsFoundUnderEverySpellingOfItsAddress() {
    server.send("POST", "/v1/mesh/heartbeat", "", own);
    JsonNode agent = server.get("/v1/mesh/agents/" + AGENT).json().path("agent");
    assertFields(
        agent,
        "address_id",
        "address",
        "display_name",
        "health_status",
        "last_heartbeat_at",
        "created_at",
        "intents_period",
        "cost_period",
        "metadata",
        "status",
        "intents_today",
        "today_usd",
        "week_usd",
        "month_usd",
        "windows",
        "grants",
        "events");
    for (String spelling :
        List.of(
            "myorg/production/bot",
            "agent%3A%2F%2Fmyorg%2Fproduction%2Fbot",
            "agent:/myorg/production/bot",
            agent.path("address_id").asText())) {
      JsonNode same = server.get("/v1/mesh/agents/" + spelling).json().path("agent");
      assertThat(same.path("address").asText()).as(spelling).isEqualTo(AGENT);
    }
  }

  @Test
  void theListOfAgentsCountsThemByHealth() {
    server.send("POST", "/v1/mesh/heartbeat", "", own);
    JsonNode list = server.get("/v1/mesh/agents?window=week&limit=1000").json();
    assertFields(
        list.path("summary"), "total", "healthy", "degraded", "unreachable", "killed", "unknown");
    assertThat(list.path("agents").size()).isEqualTo(list.path("summary").path("total").asInt());
    JsonNode events = server.get("/v1/mesh/events?agent=" + AGENT).json().path("events");
    assertFields(
        events.path(0), "event_id", "address", "event_type", "details", "actor_id", "created_at");
  }

  @Test
  void theFlatPolicyOfAxmesClientsBecomesRules() {
    Server.Answer answer =
        server.put(
            "/v1/mesh/agents/agent://myorg/flat/policies/cost",
            "{\"max_cost_per_day_usd\":10,\"max_intents_per_day\":5,"
                + "\"action_on_breach\":\"require_approval\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("etag")).isEqualTo("\"1\"");
    assertThat(answer.json().path("rules").findValues("action").stream().map(JsonNode::asText))
        .containsExactly("pause", "pause");
    assertThat(answer.json().path("version").asInt()).isEqualTo(1);
  }

  @Test
  void sharesOfModelsAreOfTheWholeAndListsComeAsCsv() {
    String agent = "agent://myorg/models";
    for (String line : List.of("9.20 gpt-4", "2.85 gpt-4o", "0.42 gpt-4o-mini")) {
      String[] parts = line.split(" ", -1);
      server.post(
          "/v1/mesh/metrics",
          String.format(
              "{\"agent\":\"%s\",\"cost_usd\":%s,\"model\":\"%s\"}", agent, parts[0], parts[1]));
    }
    JsonNode report = server.get("/v1/reports/models?agent=" + agent).json();
    List<String> shares = new ArrayList<>();
    report
        .path("models")
        .forEach(model -> shares.add(String.format("%.1f", model.path("share").asDouble() * 100)));
    assertThat(shares).containsExactly("73.8", "22.9", "3.4");
    Server.Answer csv =
        server.send(
            "GET",
            "/v1/reports/costs?group_by=model&agent=" + agent,
            null,
            Server.ADMIN,
            "Accept",
            "text/csv");
    assertThat(csv.header("content-type")).startsWith("text/csv");
    assertThat(csv.text().lines().toList().get(1)).startsWith("gpt-4,9.2,0,1");
    JsonNode costs = server.get("/v1/reports/costs?group_by=model&agent=" + agent).json();
    assertFields(costs.path("rows").path(0), "model", "cost_usd", "calls", "tokens_in");
    assertThat(costs.path("total_usd").decimalValue()).isEqualByComparingTo("12.47");
  }

  @Test
  void costsAsCsvAreAllRowsUnlessALimitSaysOtherwise() {
    String agent = "agent://myorg/rows";
    for (String task : List.of("=1+1", "say \\\"hi\\\", twice")) {
      server.post(
          "/v1/mesh/metrics",
          "{\"agent\":\"" + agent + "\",\"task\":\"" + task + "\",\"cost_usd\":1}");
    }
    server
        .ledger()
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into rollup select agent_id, quarter, intent_id, 'task ' || n, '', 0, 5, 0, 1, 0,
                      0, 0, 0, 0, 0 from rollup, generate_series(1, 1200) n where task = '=1+1'
                    """));
    String path = "/v1/reports/costs?group_by=task&agent=" + agent;
    Server.Answer whole = csv(path);
    assertThat(whole.header("content-type")).startsWith("text/csv");
    assertThat(whole.text().lines())
        .hasSize(1 + 2 + 1200)
        .startsWith(
            "task,cost_usd,assumed_usd,calls,unpriced_calls,tokens_in,tokens_out,tokens_cached,"
                + "tokens_cache_write,tokens_reasoning,share")
        .contains("'=1+1,1,0,1,0,0,0,0,0,0,0.499999")
        .contains("\"say \"\"hi\"\", twice\",1,0,1,0,0,0,0,0,0,0.499999");
    assertThat(csv(path + "&limit=2").text().lines()).hasSize(1 + 2);
    JsonNode page = server.get(path).json();
    assertThat(page.path("rows").size()).isEqualTo(100);
    assertThat(csv(path + "&cursor=" + page.path("next_cursor").asText()).text().lines())
        .hasSize(1 + 1102);
    assertThat(csv(path + "&cursor=nonsense").status()).isEqualTo(422);
    assertThat(csv(path + "&limit=0").status()).isEqualTo(422);
  }

  private static Server.Answer csv(String path) {
    return server.send("GET", path, null, Server.ADMIN, "Accept", "text/csv");
  }

  @Test
  void trendsTellTheLast24HoursOfEachAgent() {
    String agent = "agent://myorg/trend";
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + agent + "\",\"cost_usd\":1.25}");
    server.post("/v1/mesh/authorizations", "{\"agent\":\"" + agent + "\",\"estimate_usd\":0.5}");
    JsonNode trends = server.get("/v1/reports/trends?agent=" + agent).json();
    JsonNode line = trends.path("agents").path(0);
    assertFields(line, "address", "display_name", "pending_usd", "hours_usd");
    assertThat(line.path("hours_usd").size()).isEqualTo(24);
    assertThat(line.path("hours_usd").toString()).contains("1.25");
    assertThat(line.path("pending_usd").decimalValue()).isEqualByComparingTo("0.5");
    List<String> lines = csv("/v1/reports/trends?agent=" + agent).text().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("address,display_name,pending_usd," + trends.path("starts_at").asText());
    assertThat(lines.get(1).split(",", -1)).hasSize(3 + 24).contains("1.25");
    JsonNode first = server.get("/v1/reports/trends?limit=1").json();
    assertThat(first.path("agents").size()).isEqualTo(1);
    assertThat(first.path("next_cursor").asText()).isNotEmpty();
  }

  @Test
  void aCheckpointComesBackAndALowerOneIsRefused() {
    String progress = "/v1/intents/" + delivered("agent://myorg/saver") + "/progress";
    String body = "{\"delivery\":1,\"seq\":%d,\"checkpoint\":{\"page\":%d}}";
    Server.Answer saved = server.post(progress, String.format(body, 2, 2));
    assertThat(saved.status()).as(saved.text()).isEqualTo(200);
    assertFields(saved.json(), "ok", "status", "directive");
    assertThat(server.post(progress, String.format(body, 1, 1)).status()).isEqualTo(409);
    String shown = server.get(progress.replace("/progress", "")).text();
    assertThat(shown).contains("\"checkpoint\":{\"page\":2}");
    String large = "{\"checkpoint\":\"" + "x".repeat(256 << 10) + "\"}";
    assertThat(server.post(progress, large).status()).isEqualTo(422);
  }

  private static String delivered(String agent) {
    String id = server.intent(agent);
    String work = server.get("/v1/agents/" + agent + "/intents/stream?wait_seconds=10").text();
    assertThat(work).contains(id).contains("\"delivery\":1");
    return id;
  }

  /** No workflow acts in this test: the ledger's holds alone make the status. */
  @ParameterizedTest
  @CsvSource({"pause, PARK, PAUSED", "kill, KILL, KILLED"})
  void theStatusOfAnAgentNeverDeniesTheDirectiveOfADeny(
      String action, String directive, String status) {
    String agent = "agent://myorg/denied-" + action;
    String path = "/v1/mesh/agents/" + agent;
    String rule = "{\"period\":\"day\",\"limit_usd\":1,\"action\":\"" + action + "\"}";
    server.put(path + "/policies/cost", "{\"rules\":[" + rule + "]}");
    JsonNode denied = authorize(agent);
    assertThat(denied.path("decision").asText()).isEqualTo("deny");
    assertThat(denied.path("directive").asText()).isEqualTo(directive);
    JsonNode shown = server.get(path).json().path("agent");
    assertThat(shown.path("status").asText()).isEqualTo(status);
    assertThat(shown.path("parked_by").path("rule").asText()).isNotBlank();
    assertThat(shown.path("health_status").asText().equals("killed"))
        .isEqualTo(status.equals("KILLED"));
    String named = "{\"agent\":\"" + agent + "\"}";
    String report = "{\"agent\":\"" + agent + "\",\"cost_usd\":0.01}";
    JsonNode told = server.post("/v1/mesh/metrics", report).json().path("agents").path(0);
    assertThat(told.path("directive").asText()).isEqualTo(directive);
    assertThat(told.path("status").asText()).isEqualTo(status);
    JsonNode beaten = server.post("/v1/mesh/heartbeat", named).json();
    assertThat(beaten.path("status").asText()).isEqualTo(status);
    assertThat(server.get(path + "/why").json().path("state").asText()).isEqualTo(status);
    for (String list : List.of("/v1/mesh/agents", "/v1/reports/agents")) {
      assertThat(server.get(list + "?limit=1000").json().path("agents"))
          .filteredOn(row -> row.path("address").asText().equals(agent))
          .extracting(row -> row.path("status").asText())
          .containsExactly(status);
    }
  }

  private static JsonNode authorize(String agent) {
    String ask = "{\"agent\":\"" + agent + "\",\"estimate_usd\":2}";
    return server.post("/v1/mesh/authorizations", ask).json();
  }

  @Test
  void aDeliveryThatNobodyWasHandedMakesNoProgress() {
    String fresh = "/v1/intents/" + server.intent("agent://myorg/early") + "/progress";
    String once = "/v1/intents/" + delivered("agent://myorg/forward") + "/progress";
    for (String body : List.of("\"status\":\"IN_PROGRESS\"", "\"checkpoint\":{\"page\":1}")) {
      Server.Answer early = server.post(fresh, "{\"delivery\":1," + body + "}");
      assertThat(early.status()).as(early.text()).isEqualTo(409);
      Server.Answer ahead = server.post(once, "{\"delivery\":2," + body + "}");
      assertThat(ahead.status()).as(ahead.text()).isEqualTo(409);
      assertThat(ahead.text()).contains("the newest is delivery 1");
      assertThat(server.post(once, "{\"delivery\":1," + body + "}").status()).isEqualTo(200);
    }
    assertThat(server.get(fresh.replace("/progress", "")).text()).doesNotContain("page");
  }

  @Test
  void aNewPriceRepostsWhatWasAssumed() {
    String agent = "agent://myorg/unpriced";
    JsonNode counted =
        server
            .post(
                "/v1/mesh/metrics",
                "{\"agent\":\""
                    + agent
                    + "\",\"model\":\"house-model-1\",\"tokens_in\":1000000,\"tokens_out\":0}")
            .json();
    assertThat(counted.path("assumed").asBoolean()).isTrue();
    assertThat(counted.path("today_usd").decimalValue()).isEqualByComparingTo("15");
    assertThat(server.get("/v1/prices/unpriced").text()).contains("house-model-1");
    Server.Answer added =
        server.post(
            "/v1/prices",
            "{\"model\":\"house-model-1\",\"effective_from\":\"2026-01-01T00:00:00Z\","
                + "\"input\":2,\"output\":8}");
    assertThat(added.status()).as(added.text()).isEqualTo(200);
    assertThat(added.json().at("/reposting/0/entries").asInt()).isEqualTo(1);
    while (server.get("/v1/prices/reposting").json().at("/reposting/0/finished_at").isNull()) {
      LockSupport.parkNanos(10_000_000);
    }
    JsonNode shown = server.get("/v1/mesh/agents/" + agent).json().path("agent");
    assertThat(shown.path("today_usd").decimalValue()).isEqualByComparingTo("2");
  }

  @Test
  void aGrantRaisesTheLimitOfTheWindowOnce() {
    String agent = "agent://myorg/granted";
    String rules = "{\"rules\":[{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\"}]}";
    server.put("/v1/mesh/agents/" + agent + "/policies/cost", rules);
    String path = "/v1/mesh/agents/" + agent + "/grants";
    String body = "{\"usd\":2,\"period\":\"day\"}";
    for (int i = 0; i < 2; i++) {
      Server.Answer answer =
          server.send("POST", path, body, Server.ADMIN, "Idempotency-Key", "grant-1");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertFields(
          answer.json().path("grants").path(0),
          "grant_id",
          "period",
          "usd",
          "limit_usd",
          "expires_at");
    }
    JsonNode windows = server.get("/v1/mesh/agents/" + agent).json().path("agent").path("windows");
    assertThat(windows.path(0).path("limit_usd").decimalValue()).isEqualByComparingTo("3");
    assertThat(server.get(path).json().path("grants").size()).isEqualTo(1);
  }

  @Test
  void whyNamesAGrantThatIsEnoughAndNoneWhereThereIsNone() {
    String agent = "agent://why/grants/bot";
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost",
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":5,\"action\":\"pause\"}]}");
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + agent + "\",\"cost_usd\":30.5}");
    JsonNode why = server.get("/v1/mesh/agents/" + agent + "/why").json();
    assertThat(why.path("needs").asText()).endsWith("with a grant of more than what is over");
    assertThat(why.path("commands").toString())
        .contains("./purser resume " + agent + " --grant 26.5", "\\\"grant_usd\\\": 26.5");
    assertThat(why.path("grant_usd").decimalValue()).isEqualByComparingTo("26.5");
    Server.Answer tooLittle =
        server.post("/v1/mesh/agents/" + agent + "/resume", "{\"grant_usd\": 25.5}");
    assertThat(tooLittle.status()).isEqualTo(409);
    assertThat(tooLittle.text()).contains("resume with a grant of more than $25.50");
    assertThat(
            server.post("/v1/mesh/agents/" + agent + "/resume", "{\"grant_usd\": 26.5}").status())
        .isEqualTo(200);
    String scope = "agent://why/scoped/*";
    server.put(
        "/v1/mesh/policies/cost?scope=" + scope,
        "{\"applies\":\"total\",\"rules\":[{\"period\":\"month\",\"limit_usd\":1,\"action\":\"pause\"}]}");
    server.post("/v1/mesh/metrics", "{\"agent\":\"agent://why/scoped/bot\",\"cost_usd\":2}");
    JsonNode total = server.get("/v1/mesh/agents/agent://why/scoped/bot/why").json();
    assertThat(total.path("needs").asText())
        .isEqualTo("an operator to resume it, once the limit in its policy is raised");
    assertThat(total.path("commands").toString())
        .isEqualTo("[\"./purser resume --scope '" + scope + "'\"]");
    Server.Answer full = server.post("/v1/mesh/resume", "{\"scope\": \"" + scope + "\"}");
    assertThat(full.status()).isEqualTo(409);
    assertThat(full.text()).contains("raise the limit in its policy first, or wait until ");
  }

  @Test
  void whySaysWhatWouldMoveAnIntent() {
    JsonNode why = server.get("/v1/intents/" + server.intent(AGENT) + "/why").json();
    assertFields(why, "ok", "state", "since", "because", "text", "needs", "commands");
    assertThat(why.path("because").asText()).isEqualTo("no_worker");
    assertFields(
        server.get("/v1/mesh/agents/" + AGENT + "/why").json(), "state", "because", "commands");
  }

  @Test
  void theAdminPortTellsHealthAndFigures() throws Exception {
    for (JsonNode ready :
        List.of(Server.JSON.readTree(server.admin("/ready")), server.get("/ready").json())) {
      assertThat(ready.toString()).isEqualTo("{\"ok\":true,\"status\":\"ready\",\"degraded\":{}}");
    }
    for (JsonNode health :
        List.of(Server.JSON.readTree(server.admin("/health")), server.get("/health").json())) {
      assertThat(health.path("ok").asBoolean()).isTrue();
      assertThat(health.path("status").asText()).isEqualTo("up");
      assertThat(health.path("service").asText()).isEqualTo("purser");
    }
    String due = "update carriage set due_at = now() - interval '1 hour'";
    server.intent("agent://myorg/carried");
    int rows = server.ledger().jdbi().withHandle(handle -> handle.execute(due));
    // What waits is read every other second.
    await()
        .untilAsserted(
            () ->
                assertThat(server.admin("/metrics").lines())
                    .contains("purser_ready 1.0")
                    .contains("purser_degraded{part=\"ledger\"} 0.0")
                    .contains("purser_degraded{part=\"temporal\"} 0.0")
                    .contains("purser_intake_queue 0.0")
                    .contains("purser_courier_due " + rows + ".0")
                    .anyMatch(
                        line -> line.matches("purser_courier_oldest_seconds 36\\d\\d\\.\\d+")));
  }

  private static void assertFields(JsonNode json, String... names) {
    List<String> there = new ArrayList<>();
    json.fieldNames().forEachRemaining(there::add);
    assertThat(there).as(json.toString()).contains(names);
  }
}
