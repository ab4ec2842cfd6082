package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.ledger.keys.ApiKey.Role;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call with no key, a wrong one, and the keys of every role. */
final class TestRights {
  private static final String AGENT = "agent://acme/prod/writer";
  private static final String OTHER = "agent://acme/prod/reader";

  private static Server server;
  private static String own;
  private static String others;
  private static String operator;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    own = server.key("agent", AGENT);
    others = server.key("agent", OTHER);
    operator = server.key("operator", null);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Call> calls() {
    return Call.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void takesTheKeysItShouldAndNoOthers(Call call) {
    if (call.least() == null) {
      assertThat(send(call, null).status()).isEqualTo(200);
      return;
    }
    assertRefused(send(call, null), 401, "auth_failed");
    assertRefused(send(call, "pk_wrong"), 401, "auth_failed");
    allows(call, own, call.least() == Role.AGENT);
    if (call.ofAgent()) {
      allows(call, others, false);
    }
    allows(call, operator, call.least() != Role.ADMIN);
    allows(call, Server.ADMIN, true);
  }

  @Test
  void aRevokedKeyIsNoKey() {
    Server.Answer made = server.post("/v1/keys", "{\"name\":\"short\",\"role\":\"operator\"}");
    String key = made.json().path("key").asText();
    assertThat(server.send("GET", "/v1/alerts", null, key).status()).isEqualTo(200);
    server.send("DELETE", "/v1/keys/" + made.json().path("key_id").asText(), null, Server.ADMIN);
    assertThat(server.send("GET", "/v1/alerts", null, key).status()).isEqualTo(401);
  }

  @Test
  void aBearerTokenIsAKeyToo() {
    Server.Answer answer =
        server.send("GET", "/v1/alerts", null, null, "Authorization", "Bearer " + operator);
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void anAgentSetsNoLimitAboveItsRule() {
    String agent = "agent://acme/prod/ruled";
    String key = server.key("agent", agent);
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost",
        "{\"rules\":[{\"period\":\"intent\",\"limit_usd\":5,\"action\":\"pause\"}]}");
    String body =
        "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\"00000000-0000-4000-8000-000000000000\","
            + "\"to_agent\":\""
            + agent
            + "\",\"payload\":{},\"limit_usd\":%s}";
    assertThat(server.send("POST", "/v1/intents", String.format(body, "5"), key).status())
        .isEqualTo(200);
    assertRefused(
        server.send("POST", "/v1/intents", String.format(body, "5.01"), key), 403, "forbidden");
  }

  private static void allows(Call call, String key, boolean allowed) {
    Server.Answer answer = send(call, key);
    if (allowed) {
      assertThat(answer.status()).as("%s: %s", call, answer.text()).isNotIn(401, 403, 405, 500);
    } else {
      assertRefused(answer, 403, "forbidden");
    }
  }

  /** A fresh intent for each, since some calls end it. */
  private static Server.Answer send(Call call, String key) {
    String intent = call.path().contains("INTENT") ? server.intent(AGENT) : "";
    Call filled = call.with(AGENT, intent);
    return server.send(filled.method(), filled.path(), filled.body(), key);
  }

  private static void assertRefused(Server.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.json().path("error").path("code").asText()).isEqualTo(code);
  }
}
