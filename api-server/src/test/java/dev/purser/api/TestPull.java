package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.intent.Resolution;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents rely on that fetch their intents, as AXME's clients do. */
final class TestPull {
  private static Server server;
  private static int agents;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String agent() {
    return "agent://pull/production/bot-" + ++agents;
  }

  private static String stream(String agent, String key) {
    return server
        .send(
            "GET",
            "/v1/agents/"
                + agent.substring("agent://".length())
                + "/intents/stream?wait_seconds=20",
            null,
            key)
        .text();
  }

  private static JsonNode parse(String json) {
    try {
      return Server.JSON.readTree(json);
    } catch (java.io.IOException e) {
      throw new AssertionError(json, e);
    }
  }

  @Test
  void theOldestComesFirst() {
    String agent = agent();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      created.add(server.intent(agent));
    }
    for (String oldest : created) {
      assertThat(stream(agent, Server.ADMIN)).contains("intent.delivered", oldest);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        // action complete: every further field is the result
        "{'action':'complete','passed':true,'reason':'ok','n':[1]} | COMPLETED"
            + " | {'passed':true,'reason':'ok','n':[1]} | ok",
        "{'action':'complete','result':{'a':1.50}} | COMPLETED | {'a':1.50} | -",
        "{'action':'complete','result':[1],'reason':'done'} | COMPLETED | [1] | done",
        "{'action':'complete','result':1,'note':'x'} | COMPLETED | {'result':1,'note':'x'} | -",
        "{'action':'complete'} | COMPLETED | - | -",
        "{'action':'complete','reason':''} | COMPLETED | {'reason':''} | -",
        // without an action
        "{'summary':'found it','pages':3} | COMPLETED | {'summary':'found it','pages':3} | -",
        "{'outcome':'success','result':{'a':1}} | COMPLETED"
            + " | {'outcome':'success','result':{'a':1}} | -",
        "{'result':{'a':1}} | COMPLETED | {'a':1} | -",
        // a failure keeps its error
        "{'action':'fail','reason':'no budget'} | FAILED | - | no budget",
        "{'action':'fail','error':{'code':7,'message':'boom'}} | FAILED"
            + " | {'code':7,'message':'boom'} | boom",
        "{'action':'fail','passed':false,'reason':'bad'} | FAILED"
            + " | {'passed':false,'reason':'bad'} | bad",
      })
  void anAgentEndsItsIntentByResume(String body, String status, String outcome, String reason) {
    String agent = agent();
    String key = server.key("agent", agent);
    String intent = server.intent(agent);

    Server.Answer answer =
        server.send("POST", "/v1/intents/" + intent + "/resume", quoted(body), key);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertEnd(intent, status, outcome, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "{'status':'FAILED','error':{'code':7,'message':'boom'}} | {'code':7,'message':'boom'} | boom",
        "{'status':'FAILED','error':{'code':7}} | {'code':7} | {'code':7}",
        "{'status':'FAILED','error':'boom'} | 'boom' | boom",
        "{'status':'FAILED','error':{'code':7},'reason':'broke'} | {'code':7} | broke",
        "{'status':'FAILED','result':{'half':1}} | {'half':1} | -",
      })
  void aFailureKeepsItsError(String body, String error, String reason) {
    String intent = server.intent(agent());
    Server.Answer answer = server.post("/v1/intents/" + intent + "/resolve", quoted(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertEnd(intent, "FAILED", error, reason == null ? null : quoted(reason));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static void assertEnd(String intent, String status, String outcome, String reason) {
    Resolution ended = server.workflows().resolved.get(UUID.fromString(intent));
    assertThat(ended.status()).isEqualTo(IntentStatus.valueOf(status));
    assertThat(ended.reason()).isEqualTo(reason);
    if (outcome == null) {
      assertThat(ended.result()).isNull();
    } else {
      assertThat(parse(ended.result())).isEqualTo(parse(quoted(outcome)));
    }
  }

  @Test
  void whatAFailureSaidIsShownAsItsError() {
    String intent = server.intent(agent());
    server
        .ledger()
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "update intent set status = 'FAILED', result = '{\"code\": 7}' where id = ?",
                    UUID.fromString(intent)));
    JsonNode shown = server.get("/v1/intents/" + intent).json().path("intent");
    assertThat(shown.path("error").path("code").asInt()).isEqualTo(7);
    assertThat(shown.has("result")).isFalse();
  }

  @Test
  void anOperatorsSlipEndsNothing() {
    String intent = server.intent(agent());
    String path = "/v1/intents/" + intent + "/resume";
    Server.Answer slip = server.post(path, "{\"reason\":\"go\",\"grant\":10}");
    assertThat(slip.status()).isEqualTo(422);
    assertThat(slip.json().at("/errors/0/field").asText()).isEqualTo("grant");
    assertThat(server.workflows().resolved).doesNotContainKey(UUID.fromString(intent));
    assertThat(server.post(path, "{\"reason\":\"go\"}").status()).isEqualTo(200);
  }

  @Test
  void anAgentReleasesNothing() {
    String agent = agent();
    String key = server.key("agent", agent);
    String path = "/v1/intents/" + server.intent(agent) + "/resume";
    assertThat(server.send("POST", path, "{\"reason\":\"go\"}", key).status()).isEqualTo(403);
    assertThat(server.send("POST", path, "", key).status()).isEqualTo(403);
    assertThat(server.send("POST", path, "{\"action\":null}", key).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"human_task\":{\"type\":\"approval\"}",
        "\"remind_after_seconds\":60",
        "\"remind_interval_seconds\":60",
        "\"max_reminders\":2",
        "\"escalate_to\":\"agent://a/b\"",
        "\"ttl_seconds\":60",
        "\"callback_url\":\"https://example.com/x\""
      })
  void whatIsNotDoneIsRefusedByName(String asked) {
    String agent = agent();
    String name = asked.substring(1, asked.indexOf(':') - 1);
    Server.Answer refused = create(agent, asked);
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.json().at("/error/code").asText()).isEqualTo("not_supported");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(name);
    assertThat(server.get("/v1/intents?agent=" + agent).json().path("intents")).isEmpty();

    Server.Answer nothing = create(agent, "\"" + name + "\":null");
    assertThat(nothing.status()).as("null asks for nothing").isEqualTo(200);
    Server.Answer changed =
        server.post(
            "/v1/intents/" + nothing.json().path("intent_id").asText() + "/controls",
            "{" + asked + "}");
    assertThat(changed.status()).isEqualTo(422);
    assertThat(changed.json().at("/error/code").asText()).isEqualTo("not_supported");
  }

  @Test
  void whateverElseIsAskedForIsRefusedByName() {
    String agent = agent();
    String key = server.key("agent", agent);
    assertNotSupported(create(agent, "\"priority\":\"high\""), "priority");

    String intent = server.intent(agent);
    String path = "/v1/intents/" + intent;
    String patch = "{'controls_patch':{'timeout_seconds':120},'expected_policy_generation':1}";
    assertNotSupported(server.post(path + "/controls", quoted(patch)), "controls_patch");
    assertNotSupported(
        server.post(path + "/policy", quoted("{'grants_patch':{},'limit_usd':1}")), "grants_patch");
    assertNotSupported(
        server.post(path + "/resolve", quoted("{'status':'COMPLETED','answer':42}")), "answer");
    String approve = quoted("{'approve_current_step':true,'expected_policy_generation':2}");
    assertNotSupported(
        server.send("POST", path + "/resume", approve, key), "expected_policy_generation");
    assertThat(server.workflows().resolved).doesNotContainKey(UUID.fromString(intent));
  }

  private static void assertNotSupported(Server.Answer answer, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/error/code").asText()).isEqualTo("not_supported");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @Test
  void aRequestThatIsRepeatedWithACorrelationIdOfItsOwnIsTheSame() {
    String agent = agent();
    Server.Answer first = once(agent, "\"task\":\"a\"");
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    Server.Answer again = once(agent, "\"task\":\"a\"");
    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(again.json().path("intent_id")).isEqualTo(first.json().path("intent_id"));
    assertThat(once(agent, "\"task\":\"b\"").status()).isEqualTo(409);
  }

  @Test
  void anAgentsNameForItselfIsNotReadAndNobodySendsWhereOneIsLeftEmpty() {
    String agent = agent();
    String sender = agent();
    String key = server.key("agent", sender);
    Server.Answer own =
        server.send("POST", "/v1/intents", body(agent, "\"from_agent\":\"alice\""), key);
    assertThat(own.status()).as(own.text()).isEqualTo(200);
    assertThat(created(own).path("from_agent").asText()).isEqualTo(sender);

    Server.Answer nobodys = create(agent, "\"from_agent\":\"\"");
    assertThat(nobodys.status()).as(nobodys.text()).isEqualTo(200);
    assertThat(created(nobodys).path("from_agent").isNull()).isTrue();
    assertThat(create(agent, "\"from_agent\":\"alice\"").status()).isEqualTo(422);
  }

  private static JsonNode created(Server.Answer answer) {
    return server
        .get("/v1/intents/" + answer.json().path("intent_id").asText())
        .json()
        .path("intent");
  }

  @Test
  void whoLeavesTheCorrelationIdOutGetsOne() {
    Server.Answer answer =
        server.post(
            "/v1/intents",
            "{\"intent_type\":\"a.b.v1\",\"to_agent\":\"" + agent() + "\",\"payload\":{}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(UUID.fromString(created(answer).path("correlation_id").asText())).isNotNull();
  }

  @Test
  void aStreamNamesWhatItWaitsForAsTheOthersDo() {
    String agent = agent();
    String intent = server.intent(agent);
    String path = "/v1/agents/" + agent + "/intents/stream?wait_seconds=1&status=";
    Server.Answer nothing = server.get(path + "IN_PROGRESS,WAITING");
    assertThat(nothing.status()).as(nothing.text()).isEqualTo(422);
    assertThat(nothing.json().at("/errors/0/field").asText()).isEqualTo("status");
    assertThat(server.get(path + "CREATED,IN_PROGRESS").text()).contains(intent);
  }

  private static Server.Answer create(String agent, String more) {
    return server.post("/v1/intents", body(agent, more));
  }

  private static Server.Answer once(String agent, String more) {
    return server.send(
        "POST", "/v1/intents", body(agent, more), Server.ADMIN, "Idempotency-Key", "order-1");
  }

  private static String body(String agent, String more) {
    return "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\""
        + UUID.randomUUID()
        + "\",\"to_agent\":\""
        + agent
        + "\",\"payload\":{},"
        + more
        + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET agents/nobody",
        "GET agents/agent://nobody/here",
        "GET agents/agent://a/b/c/d/e",
        "GET agents/00000000-0000-4000-8000-000000000000",
        "GET agents/999999999",
        "POST agents/nobody/kill",
        "POST agents/agent://nobody/here/kill",
        "POST agents/nobody/resume",
        "POST agents/nobody/pause",
        "GET agents/nobody/why",
        "GET agents/agent://nobody/here/why",
        "GET agents/nobody/policies/cost",
        "GET nothing",
        "POST nothing/here",
      })
  void whatIsNotThereIsNotFound(String call) {
    String[] parts = call.split(" ", 2);
    Server.Answer answer =
        server.send(
            parts[0], "/v1/mesh/" + parts[1], parts[0].equals("POST") ? "" : null, Server.ADMIN);
    assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    assertThat(answer.json().at("/error/code").asText()).endsWith("not_found");
  }

  @Test
  void nobodySleepsOutADenial() {
    String agent = agent();
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost",
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":0,\"action\":\"block\"}]}");
    Server.Answer denied = create(agent, "\"task\":\"t\"");
    assertThat(denied.status()).as(denied.text()).isEqualTo(429);
    assertThat(denied.header("x-should-retry")).isEqualTo("false");
    assertThat(
            ZonedDateTime.parse(denied.header("Retry-After"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant())
        .isAfter(Instant.now());
  }

  @Test
  void aHeartbeatsCostGoesToTheOneIntentThatIsClaimed() {
    String agent = agent();
    String key = server.key("agent", agent);
    String intent = server.intent(agent);
    assertThat(stream(agent, key)).contains(intent);
    journalDelivered(intent);

    beat(key, 0.25);
    assertThat(cost(intent)).isEqualTo("0.25");

    String second = server.intent(agent);
    assertThat(stream(agent, key)).contains(second);
    journalDelivered(second);
    beat(key, 0.5);
    assertThat(cost(intent)).as("it may be either's").isEqualTo("0.25");
    assertThat(cost(second)).isEqualTo("0");
    assertThat(server.get("/v1/mesh/agents/" + agent).json().at("/agent/today_usd").decimalValue())
        .isEqualByComparingTo("0.75");
  }

  private static void beat(String key, double usd) {
    Server.Answer answer =
        server.send("POST", "/v1/mesh/heartbeat", "{\"metrics\":{\"cost_usd\":" + usd + "}}", key);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static String cost(String intent) {
    return server.get("/v1/intents/" + intent).json().at("/intent/cost_usd").asText();
  }

  /** As its workflow would. */
  private static void journalDelivered(String intent) {
    server
        .ledger()
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "update intent set status = 'DELIVERED', delivery = 1 where id = ?",
                    UUID.fromString(intent)));
  }

  @Test
  void heartbeatsKeepWhatWasFetchedOverTheSameConnectionAndForATimeTheOthers() {
    String agent = agent();
    String key = server.key("agent", agent);
    String mine = server.intent(agent);
    assertThat(stream(agent, key)).contains(mine);
    journalDelivered(mine);
    String others = server.intent(agent);
    server.ledger().deliveries().claimed(UUID.fromString(others), 1);
    journalDelivered(others);
    String longAgo =
        "update intent set seen_at = now() - interval '31 minutes',"
            + " named_at = now() - interval '31 minutes' where id = any(?)";
    server
        .ledger()
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    longAgo, (Object) new UUID[] {UUID.fromString(mine), UUID.fromString(others)}));

    Server.Answer beat = server.send("POST", "/v1/mesh/heartbeat", "", key);

    assertThat(beat.status()).isEqualTo(200);
    assertThat(isSeen(others)).as("it was not named for more than 30 minutes").isFalse();
    assertThat(isSeen(mine)).as("its reader beats over the connection it came by").isTrue();
    server.send("POST", "/v1/intents/" + others + "/progress", "{\"delivery\":1}", Server.ADMIN);
    assertThat(isSeen(others)).isTrue();
  }

  private static boolean isSeen(String intent) {
    return server
        .ledger()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select seen_at > now() - interval '5 minutes' from intent where id = :id")
                    .bind("id", UUID.fromString(intent))
                    .mapTo(Boolean.class)
                    .one());
  }
}
