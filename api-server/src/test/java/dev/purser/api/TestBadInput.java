package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong gets a clear error that names the field, and leaves totals as they were. */
final class TestBadInput {
  private static final String AGENT = "agent://acme/prod/writer";
  private static final String OTHER = "agent://acme/prod/reader";
  private static final String METRICS = "/v1/mesh/metrics";
  private static final String AUTHORIZATIONS = "/v1/mesh/authorizations";
  private static final String INTENTS = "/v1/intents";
  private static final String HEARTBEAT = "/v1/mesh/heartbeat";
  private static final String CORRECTIONS = "/v1/mesh/corrections";
  private static final String POLICY = "/v1/mesh/agents/" + AGENT + "/policies/cost";
  private static final String PREVIEW = POLICY + "/preview";
  private static final String GRANTS = "/v1/mesh/agents/" + AGENT + "/grants";
  private static final String PRICES = "/v1/prices";
  private static final String KEYS = "/v1/keys";
  private static final String CHANNELS = "/v1/channels";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  private static Server server;
  private static String intent;
  private static String ofOther;
  private static String own;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    intent = server.intent(AGENT);
    ofOther = server.intent(OTHER);
    own = server.key("agent", AGENT);
    server.put(POLICY, "{\"rules\":[{\"period\":\"day\",\"limit_usd\":900,\"action\":\"pause\"}]}");
    for (String name : List.of("taken", "gone")) {
      server.post(CHANNELS, "{" + named(name, "email", "ops@company.com") + "}");
    }
    server.send("DELETE", CHANNELS + "/gone", null, Server.ADMIN);
    Server.Answer first = server.post(METRICS, report("\"cost_usd\":1.5,\"report_id\":\"first\""));
    assertThat(first.status()).as(first.text()).isEqualTo(202);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String report(String fields) {
    return "{\"agent\":\"" + AGENT + "\"," + fields + "}";
  }

  private static Arguments row(String path, String body, int status, String field) {
    return Arguments.of("POST", path, body, status, field);
  }

  private static Arguments channel(String fields, int status, String field) {
    return row(CHANNELS, "{" + fields + "}", status, field);
  }

  private static String named(String name, String type, String target) {
    return String.format("\"name\":\"%s\",\"type\":\"%s\",\"target\":\"%s\"", name, type, target);
  }

  private static Arguments policy(String rule, String field) {
    return Arguments.of("PUT", POLICY, "{\"rules\":[" + rule + "]}", 422, field);
  }

  static Stream<Arguments> amounts() {
    return Stream.of(
            "-1",
            "-0.0000000001",
            "\"-3\"",
            "NaN",
            "\"NaN\"",
            "Infinity",
            "1e400",
            "1e999999999",
            "\"1e999999999\"",
            "-1e999999999",
            "1000000.01",
            "\"ten\"",
            "true",
            "[1]",
            "{}",
            "\"\"")
        .flatMap(
            amount ->
                Stream.of(
                    row(METRICS, report("\"cost_usd\":" + amount), 422, "cost_usd"),
                    row(
                        METRICS,
                        report("\"metadata\":{\"cost_usd\":" + amount + "}"),
                        422,
                        "metadata.cost_usd"),
                    row(AUTHORIZATIONS, report("\"estimate_usd\":" + amount), 422, "estimate_usd"),
                    row(
                        HEARTBEAT,
                        report("\"metrics\":{\"cost_usd\":" + amount + "}"),
                        422,
                        "metrics.cost_usd"),
                    row(GRANTS, "{\"usd\":" + amount + "}", 422, "usd"),
                    row(
                        "/v1/intents/" + intent + "/policy",
                        "{\"limit_usd\":" + amount + "}",
                        422,
                        "limit_usd")));
  }

  static Stream<Arguments> rows() {
    String late = Instant.now().plus(Duration.ofMinutes(6)).toString();
    String old = Instant.now().minus(Duration.ofDays(36)).toString();
    return Stream.of(
        row(METRICS, "{\"cost_usd\":1", 422, null),
        row(METRICS, "[1]", 422, null),
        row(METRICS, "\"text\"", 422, null),
        row(METRICS, "{\"cost_usd\":1} {}", 422, null),
        row(METRICS, "{\"cost_usd\":1,\"cost_usd\":2}", 422, null),
        row(METRICS, "", 422, "agent"),
        row(METRICS, "{\"cost_usd\":1}", 422, "agent"),
        row(METRICS, report("\"task\":\"t\""), 422, "cost_usd"),
        row(METRICS, report("\"tokens_in\":5"), 422, "cost_usd"),
        row(METRICS, report("\"model\":\"gpt-4o\",\"tokens_in\":-5"), 422, "tokens_in"),
        row(METRICS, report("\"model\":\"gpt-4o\",\"tokens_in\":1.5"), 422, "tokens_in"),
        row(METRICS, report("\"model\":\"gpt-4o\",\"tokens_out\":1e30"), 422, "tokens_out"),
        row(
            METRICS,
            report("\"model\":\"gpt-4o\",\"tokens_out\":1,\"tokens_reasoning\":2"),
            422,
            "tokens_reasoning"),
        row(
            METRICS,
            report("\"model\":\"gpt-4o\",\"metadata\":{\"tokens_in\":-1}"),
            422,
            "metadata.tokens_in"),
        row(METRICS, report("\"cost_usd\":1,\"metadata\":{\"cost_usd\":2}"), 422, "cost_usd"),
        row(METRICS, report("\"cost_usd\":1,\"metadata\":{\"x\":[1]}"), 422, "metadata.x"),
        row(METRICS, report("\"cost_usd\":1,\"metadata\":{\"x\":1e99999}"), 422, "metadata.x"),
        row(METRICS, report("\"cost_usd\":1,\"metadata\":{\"x\":\"\\u0000\"}"), 422, "metadata.x"),
        row(METRICS, report("\"cost_usd\":1,\"metadata\":{\"x\":\"\\ud800\"}"), 422, "metadata.x"),
        row(METRICS, report("\"cost_usd\":1,\"intent_id\":\"" + NOBODY + "\""), 404, null),
        row(METRICS, report("\"cost_usd\":1,\"intent_id\":\"7\""), 422, "intent_id"),
        row(METRICS, report("\"cost_usd\":1,\"intent_id\":\"" + ofOther + "\""), 422, "agent"),
        row(METRICS, report("\"cost_usd\":1,\"task\":\"" + "t".repeat(201) + "\""), 422, "task"),
        row(METRICS, report("\"cost_usd\":1,\"occurred_at\":\"" + late + "\""), 422, "occurred_at"),
        row(METRICS, report("\"cost_usd\":1,\"occurred_at\":\"" + old + "\""), 422, "occurred_at"),
        row(METRICS, report("\"cost_usd\":1,\"occurred_at\":\"friday\""), 422, "occurred_at"),
        row(METRICS, report("\"cost_usd\":2,\"report_id\":\"first\""), 409, null),
        row(METRICS, "{\"agent\":\"agent://no\",\"cost_usd\":1}", 422, "agent"),
        row(METRICS, "{\"agent\":\"agent://a/b/c/d\",\"cost_usd\":1}", 422, "agent"),
        row(METRICS, "{\"agent\":\"agent://../settings\",\"cost_usd\":1}", 422, "agent"),
        row("/v1/mesh/pause", "{\"scope\":\"agent://../*\"}", 422, "scope"),
        row(METRICS, "{\"agent\":7,\"cost_usd\":1}", 422, "agent"),
        row(METRICS, report("\"reports\":[]"), 422, "agent"),
        row(METRICS, "{\"reports\":[],\"cost_usd\":3}", 422, "cost_usd"),
        row(
            METRICS,
            "{\"reports\":[" + report("\"cost_usd\":3") + "],\"task\":\"t\"}",
            422,
            "task"),
        row(METRICS, "{\"reports\":7}", 422, "reports"),
        row(METRICS, "{\"reports\":[7]}", 422, "reports[0]"),
        row(AUTHORIZATIONS, report("\"ttl_seconds\":30"), 422, "estimate_usd"),
        row(AUTHORIZATIONS, report("\"estimate_usd\":1,\"ttl_seconds\":29"), 422, "ttl_seconds"),
        row(AUTHORIZATIONS, report("\"estimate_usd\":1,\"ttl_seconds\":3601"), 422, "ttl_seconds"),
        row(AUTHORIZATIONS, report("\"model\":\"gpt-4o\",\"tokens_in\":5"), 422, "max_tokens_out"),
        row(AUTHORIZATIONS + "/" + NOBODY + "/extend", "", 404, null),
        row(INTENTS, "", 422, "intent_type"),
        row(INTENTS, create("Bad Type", NOBODY, AGENT, "{}"), 422, "intent_type"),
        row(INTENTS, create("a.b.v1", "7", AGENT, "{}"), 422, "correlation_id"),
        row(INTENTS, create("a.b.v1", NOBODY, "nobody", "{}"), 422, "to_agent"),
        row(INTENTS, create("a.b.v1", NOBODY, AGENT, "[]"), 422, "payload"),
        row(INTENTS, create("a.b.v1", NOBODY, AGENT, "{},\"reply_to\":\"bob\""), 422, "reply_to"),
        row(INTENTS, create("a.b.v1", NOBODY, AGENT, "{},\"reply_to\":7"), 422, "reply_to"),
        row("/v1/intents/" + intent + "/resolve", "{\"status\":\"DONE\"}", 422, "status"),
        row("/v1/intents/" + intent + "/resume", "{\"action\":\"stop\"}", 422, "action"),
        row("/v1/intents/" + intent + "/progress", "{\"status\":\"DONE\"}", 422, "status"),
        row("/v1/intents/" + intent + "/progress", "{\"delivery\":0}", 422, "delivery"),
        row("/v1/intents/" + NOBODY + "/resolve", "{\"status\":\"COMPLETED\"}", 404, null),
        row("/v1/intents/seven/kill", "", 404, null),
        row(GRANTS, "{\"usd\":0}", 422, "usd"),
        row(GRANTS, "{\"usd\":1,\"period\":\"year\"}", 422, "period"),
        row(CORRECTIONS, report("\"amount_usd\":1"), 422, "reason"),
        row(CORRECTIONS, report("\"reason\":\"x\",\"amount_usd\":NaN"), 422, "amount_usd"),
        row(PRICES, "{\"model\":\"m\",\"input\":1,\"output\":1}", 422, "effective_from"),
        row(PRICES, price("-1"), 422, "input"),
        row(PRICES, price("1e999999999"), 422, "input"),
        row(PRICES, price("NaN"), 422, "input"),
        row(KEYS, "{\"name\":\"x\",\"role\":\"king\"}", 422, "role"),
        row(KEYS, "{\"name\":\"x\",\"role\":\"agent\"}", 422, "agent"),
        channel("\"type\":\"email\",\"target\":\"ops@company.com\"", 422, "name"),
        channel("\"name\":\"x\",\"target\":\"ops@company.com\"", 422, "type"),
        channel("\"name\":\"x\",\"type\":\"email\"", 422, "target"),
        channel(named("no spaces", "email", "ops@company.com"), 422, "name"),
        channel(named("x".repeat(101), "email", "ops@company.com"), 422, "name"),
        channel(named("x", "pigeon", "ops@company.com"), 422, "type"),
        channel(named("x", "email", "https://example.com"), 422, "target"),
        channel(named("x", "email", "a@b.c,d@e.f"), 422, "target"),
        channel(named("x", "webhook", "ftp://example.com"), 422, "target"),
        channel(named("x", "webhook", "ops@company.com"), 422, "target"),
        channel(named("x", "slack", "https://"), 422, "target"),
        channel(named("taken", "email", "ops@company.com"), 409, "name"),
        row(CHANNELS + "/nobody/test", "", 404, null),
        row("/v1/mesh/pause", "{\"scope\":\"agent://a/b\"}", 422, "scope"),
        row("/v1/mesh/agents/agent://unknown/agent/kill", "", 404, null),
        row("/v1/mesh/agents/agent://a/b/c/d/kill", "", 404, "agent"),
        Arguments.of("PUT", POLICY, "{}", 422, "rules"),
        Arguments.of("PUT", POLICY, "{\"rules\":[],\"color\":1}", 422, "color"),
        Arguments.of("PUT", POLICY, "{\"rules\":[],\"timezone\":\"Mars/Base\"}", 422, "timezone"),
        policy("{\"period\":\"year\",\"limit_usd\":1,\"action\":\"pause\"}", "rules[0].period"),
        policy("{\"period\":\"day\",\"limit_usd\":1,\"action\":\"stop\"}", "rules[0].action"),
        policy("{\"period\":\"day\",\"limit_usd\":-1,\"action\":\"pause\"}", "rules[0].limit_usd"),
        policy("{\"period\":\"day\",\"limit_usd\":NaN,\"action\":\"pause\"}", "rules[0].limit_usd"),
        policy(
            "{\"period\":\"day\",\"limit_usd\":1e999999999,\"action\":\"pause\"}",
            "rules[0].limit_usd"),
        policy("{\"period\":\"day\",\"action\":\"pause\"}", "rules[0].limit_usd"),
        policy(
            "{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\",\"warn_at\":[0]}",
            "rules[0].warn_at"),
        policy(
            "{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\",\"warn_at\":[101]}",
            "rules[0].warn_at"),
        policy(
            "{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\",\"color\":1}",
            "rules[0].color"),
        policy(
            "{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\",\"notify\":[\"nobody\"]}",
            "rules[0].notify"),
        policy(
            "{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\",\"notify\":[\"taken\",\"no one\"]}",
            "rules[0].notify"),
        policy(
            "{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\",\"notify\":[\"taken\"]},"
                + "{\"period\":\"week\",\"limit_usd\":1,\"action\":\"pause\",\"notify\":[\"gone\"]}",
            "rules[1].notify"),
        Arguments.of("DELETE", CHANNELS + "/nobody", null, 404, null),
        policy("{\"when\":\"often\",\"usd_per_hour\":1,\"action\":\"pause\"}", "rules[0].when"),
        policy("{\"when\":\"burn\",\"action\":\"pause\"}", "rules[0].usd_per_hour"),
        policy(
            "{\"when\":\"burn\",\"usd_per_hour\":NaN,\"action\":\"pause\"}",
            "rules[0].usd_per_hour"),
        policy("{\"when\":\"burn\",\"usd_per_hour\":1,\"action\":\"block\"}", "rules[0].action"),
        policy(
            "{\"when\":\"burn\",\"usd_per_hour\":1,\"period\":\"day\",\"action\":\"pause\"}",
            "rules[0].period"),
        policy(
            "{\"when\":\"burn\",\"usd_per_hour\":1,\"over_minutes\":61,\"action\":\"pause\"}",
            "rules[0].over_minutes"),
        row(PREVIEW, "", 422, "rules"),
        row(PREVIEW, "{\"rules\":[],\"color\":1}", 422, "color"),
        row(PREVIEW, "{\"rules\":[{\"when\":\"burn\"}]}", 422, "rules[0].usd_per_hour"),
        row(PREVIEW, "{\"rules\":[],\"applies\":\"total\"}", 422, "applies"),
        row(PREVIEW, "{\"rules\":[],\"from\":\"monday\"}", 422, "from"),
        row(PREVIEW, "{\"rules\":[],\"to\":7}", 422, "to"),
        row(PREVIEW, "{\"rules\":[],\"from\":\"2999-01-01\"}", 422, "from"),
        row(
            PREVIEW,
            "{\"rules\":[],\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\"}",
            422,
            "to"),
        row(
            PREVIEW,
            "{\"rules\":[],\"from\":\"2025-01-01T00:00:00Z\",\"to\":\"2026-02-05T00:00:01Z\"}",
            422,
            "from"),
        row("/v1/mesh/policies/cost/preview", "{\"rules\":[]}", 422, "scope"),
        row("/v1/mesh/policies/cost/preview?scope=x", "{\"rules\":[]}", 422, "scope"),
        row(
            "/v1/mesh/agents/agent://unknown/agent/policies/cost/preview",
            "{\"rules\":[]}",
            404,
            null),
        Arguments.of("GET", "/v1/intents?limit=0", null, 422, "limit"),
        Arguments.of("GET", "/v1/intents?limit=ten", null, 422, "limit"),
        Arguments.of("GET", "/v1/intents?status=DONE", null, 422, "status"),
        Arguments.of("GET", "/v1/intents?tag=x", null, 422, "tag"),
        Arguments.of("GET", "/v1/intents?cursor=!!", null, 422, "cursor"),
        Arguments.of("GET", "/v1/intents/" + NOBODY, null, 404, null),
        Arguments.of("GET", "/v1/intents/" + intent + "/events?since=-1", null, 422, "since"),
        Arguments.of(
            "GET",
            "/v1/intents/" + intent + "/directive?wait_seconds=61",
            null,
            422,
            "wait_seconds"),
        Arguments.of("GET", "/v1/intents/" + intent + "/directive?seen=NO", null, 422, "seen"),
        Arguments.of("GET", "/v1/mesh/agents?window=year", null, 422, "window"),
        Arguments.of("GET", "/v1/mesh/agents?health=fine", null, 422, "health"),
        Arguments.of("GET", "/v1/mesh/policies/cost?scope=agents", null, 422, "scope"),
        Arguments.of("GET", "/v1/reports/costs?group_by=color", null, 422, "group_by"),
        Arguments.of("GET", "/v1/reports/costs?from=2026-01-02&to=2026-01-01", null, 422, "to"),
        Arguments.of("GET", "/v1/reports/agents?at=noon", null, 422, "at"),
        Arguments.of("GET", "/v1/reports/costs?to=9999-12-31", null, 422, "to"),
        Arguments.of("GET", "/v1/reports/models?from=-5000-01-01", null, 422, "from"),
        row(PREVIEW, "{\"rules\":[],\"to\":\"+100000-01-01\"}", 422, "to"),
        Arguments.of("GET", "/v1/reports/what-if?from_model=x", null, 422, "to_model"),
        Arguments.of("GET", "/v1/nothing", null, 404, null),
        Arguments.of("DELETE", METRICS, null, 405, null));
  }

  private static String create(String type, String correlation, String to, String payload) {
    return String.format(
        "{\"intent_type\":\"%s\",\"correlation_id\":\"%s\",\"to_agent\":\"%s\",\"payload\":%s}",
        type, correlation, to, payload);
  }

  private static String price(String input) {
    return "{\"model\":\"m\",\"effective_from\":\"2026-01-01T00:00:00Z\",\"output\":1,\"input\":"
        + input
        + "}";
  }

  @ParameterizedTest
  @MethodSource({"rows", "amounts"})
  void isRefusedNamingTheField(String method, String path, String body, int status, String field) {
    String before = totals();
    Server.Answer answer = server.send(method, path, body, Server.ADMIN);
    assertProblem(answer, status);
    if (field != null) {
      JsonNode error = answer.json().path("errors").path(0);
      assertThat(error.path("field").asText()).as(answer.text()).isEqualTo(field);
      assertThat(error.path("reason").asText()).isNotBlank();
    }
    assertThat(totals()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "DELETE | agents/AGENT/grants/NOBODY | - | grant",
        "DELETE | agents/agent://p/intent-bot/policies/cost | - | policy",
        "POST | agents/agent://p/intent-lister/policies/cost/preview | {`rules`:[]} | agent",
        "POST | corrections | {`agent`:`AGENT`,`report_id`:`none`,`reason`:`x`,`amount_usd`:-1} | report",
        "POST | metrics | {`cost_usd`:1,`agent`:`AGENT`,`intent_id`:`NOBODY`} | intent",
        "DELETE | authorizations/NOBODY | - | authorization"
      })
  void theCodeSaysWhatIsMissing(String method, String path, String body, String missing) {
    Server.Answer answer =
        server.send(
            method, "/v1/mesh/" + filled(path), body == null ? null : filled(body), Server.ADMIN);
    assertProblem(answer, 404);
    assertThat(answer.json().at("/error/code").asText()).isEqualTo(missing + "_not_found");
  }

  private static String filled(String text) {
    return text.replace("AGENT", AGENT).replace("NOBODY", NOBODY).replace('`', '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999-12-31",
        "9999-12-31T23:59:59Z",
        "%2B100000-01-01",
        "%2B999999999-12-31",
        "-5000-01-01",
        "-999999999-01-01",
        "1969-12-31"
      })
  void aTimeOfAnotherAgeIsRefused(String at) {
    Server.Answer answer = server.get("/v1/reports/agents?at=" + at);
    assertProblem(answer, 422);
    assertThat(answer.text()).contains("at must lie between the years 1970 and 9998");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/reports/agents?at=DAY",
        "/v1/reports/costs?from=DAY&to=DAYT00:00:01Z&group_by=hour,month",
        "/v1/reports/models?from=DAY&to=DAYT00:00:01Z",
        "/v1/reports/what-if?from_model=a&to_model=b&from=DAY&to=DAYT00:00:01Z"
      })
  void theFirstAndTheLastDayThereIsAreTaken(String path) {
    for (String day : List.of("1970-01-01", "9998-12-31")) {
      Server.Answer answer = server.get(path.replace("DAY", day));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.purser.api.TestRights#calls")
  void malformedJsonAndOtherTypesAreRefusedEverywhere(Call call) {
    if (call.body() == null) {
      return;
    }
    Call filled = call.with(AGENT, intent);
    String before = totals();
    Server.Answer cut = server.send(filled.method(), filled.path(), "{\"a\":", Server.ADMIN);
    assertProblem(cut, 422);
    assertThat(cut.text()).contains("line 1, column 6").doesNotContain("REDACTED", "Source");
    assertProblem(
        server.send(
            filled.method(), filled.path(), "a=b", Server.ADMIN, "Content-Type", "text/plain"),
        415);
    assertProblem(
        server.send(filled.method(), filled.path(), "{}", Server.ADMIN, "Content-Type", "x"), 415);
    assertThat(totals()).isEqualTo(before);
  }

  @Test
  void aBodyOfMoreThanAMebibyteIsTooLarge() {
    String before = totals();
    String large = report("\"cost_usd\":1,\"metadata\":{\"x\":\"" + "x".repeat(1 << 20) + "\"}");
    assertProblem(server.post(METRICS, large), 413);
    assertThat(totals()).isEqualTo(before);
  }

  @Test
  void aDuplicateWithTheSameContentIsAnsweredAndNotCounted() {
    String before = totals();
    Server.Answer again = server.post(METRICS, report("\"report_id\":\"first\",\"cost_usd\":1.5"));
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    assertThat(again.json().path("duplicates").asInt()).isEqualTo(1);
    assertThat(again.json().path("accepted").asInt()).isZero();
    assertThat(totals()).isEqualTo(before);
  }

  @Test
  void aStaleIfMatchIsRefused() {
    String before = server.get(POLICY).header("etag");
    String body = "{\"rules\":[{\"period\":\"day\",\"limit_usd\":901,\"action\":\"pause\"}]}";
    Server.Answer taken = server.send("PUT", POLICY, body, Server.ADMIN, "If-Match", before);
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(taken.header("etag")).isNotEqualTo(before);
    assertProblem(server.send("PUT", POLICY, body, Server.ADMIN, "If-Match", before), 412);
    assertProblem(server.send("PUT", POLICY, body, Server.ADMIN, "If-Match", "\"x\""), 422);
  }

  @Test
  void anAgentsKeyForAnotherAgentIsRefused() {
    String before = totals();
    String body = "{\"agent\":\"" + OTHER + "\",\"cost_usd\":1}";
    assertProblem(server.send("POST", METRICS, body, own), 403);
    String under = "{\"intent_id\":\"" + ofOther + "\",\"cost_usd\":1}";
    assertProblem(server.send("POST", METRICS, under, own), 403);
    assertThat(totals()).isEqualTo(before);
  }

  @Test
  void theOthersOfAListAreTaken() {
    String id = UUID.randomUUID().toString();
    Server.Answer answer =
        server.post(
            METRICS,
            "{\"reports\":["
                + report("\"cost_usd\":0.25,\"report_id\":\"" + id + "\"")
                + ","
                + report("\"cost_usd\":-1,\"report_id\":\"bad\"")
                + ","
                + report("\"cost_usd\":1,\"intent_id\":\"" + NOBODY + "\"")
                + "]}");
    assertThat(answer.status()).isEqualTo(202);
    JsonNode json = answer.json();
    assertThat(json.path("accepted").asInt()).isEqualTo(1);
    assertThat(json.path("rejected").path(0).path("index").asInt()).isEqualTo(1);
    assertThat(json.path("rejected").path(0).path("field").asText()).isEqualTo("cost_usd");
    assertThat(json.path("rejected").path(0).path("report_id").asText()).isEqualTo("bad");
    assertThat(json.path("rejected").path(1).path("code").asText()).isEqualTo("intent_not_found");
  }

  private static void assertProblem(Server.Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    JsonNode json = answer.json();
    assertThat(json.path("status").asInt()).isEqualTo(status);
    assertThat(json.path("title").asText()).isNotBlank();
    assertThat(json.path("error").path("code").asText()).isNotBlank();
    assertThat(json.path("error").path("message").asText()).isNotBlank();
    assertThat(json.path("error").has("retryable")).isTrue();
    assertThat(json.path("error").path("details").isObject()).isTrue();
  }

  /** Everything that sums: entries, accounts, windows, rollups. */
  private static String totals() {
    return server
        .ledger()
        .jdbi()
        .withHandle(
            handle -> {
              Map<String, Object> sums =
                  handle
                      .createQuery(
                          """
                          select (select sum(amount) from entry) as entries,
                            (select count(*) from entry) as rows,
                            (select sum(posted) from account) as accounts,
                            (select sum(pending) from account) as pending,
                            (select sum(posted) from window_sum) as windows,
                            (select sum(cost) from rollup) as rollups,
                            (select count(*) from intent) as intents,
                            (select count(*) from budget_grant) as grants,
                            (select count(*) from policy) as policies,
                            (select count(*) from channel where deleted_at is null) as channels
                          """)
                      .mapToMap()
                      .one();
              return sums.toString();
            });
  }
}
