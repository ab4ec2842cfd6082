package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels over HTTP, and what alerts tell of who was told. */
final class TestChannels {
  private static final String CHANNELS = "/v1/channels";
  private static final String AGENT = "agent://acme/prod/writer";

  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Server.Answer create(String name, String type, String target) {
    return server.post(
        CHANNELS,
        String.format("{\"name\":\"%s\",\"type\":\"%s\",\"target\":\"%s\"}", name, type, target));
  }

  private static Server.Answer delete(String name) {
    return server.send("DELETE", CHANNELS + "/" + name, null, Server.ADMIN);
  }

  @Test
  void theSecretOfAWebhookIsShownOnce() {
    Server.Answer made = create("hook", "webhook", "https://example.com/hook");
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    String secret = made.json().path("secret").asText();
    assertThat(secret).startsWith("whsec_");
    JsonNode channel = made.json().path("channel");
    assertThat(channel.path("type").asText()).isEqualTo("webhook");
    assertThat(channel.path("target").asText()).isEqualTo("https://example.com/hook");
    assertThat(channel.path("created_by").asText()).isNotBlank();
    assertThat(create("mail", "email", "ops@company.com").json().has("secret")).isFalse();
    Server.Answer listed = server.get(CHANNELS);
    assertThat(listed.json().path("channels").findValuesAsText("name"))
        .containsSubsequence("hook", "mail");
    assertThat(listed.text()).doesNotContain(secret);
    assertThat(delete("hook").text()).doesNotContain(secret);
    assertThat(delete("hook").status()).isEqualTo(404);
  }

  @Test
  void aNameInUseIsAConflictUntilItsChannelIsDeleted() {
    create("ops", "email", "ops@company.com");
    Server.Answer again = create("ops", "slack", "https://hooks.slack.com/x");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("errors").path(0).path("field").asText()).isEqualTo("name");
    delete("ops");
    assertThat(create("ops", "slack", "https://hooks.slack.com/x").status()).isEqualTo(200);
  }

  @Test
  void oneThatPoliciesNameIsNotDeleted() {
    create("night", "email", "ops@company.com");
    String rules =
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":1,\"action\":\"alert\",\"notify\":%s}]}";
    String agents = "/v1/mesh/agents/agent://acme/prod/night/policies/cost";
    String scopes = "/v1/mesh/policies/cost?scope=agent://acme/night/*";
    server.put(agents, rules.formatted("[\"night\"]"));
    server.put(scopes, rules.formatted("[\"a@b.c\",\"night\"]"));
    Server.Answer refused = delete("night");
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText())
        .isEqualTo(
            "the channel night is named by the policy of agent://acme/night/*,"
                + " agent://acme/prod/night; change that first");
    assertThat(refused.json().at("/error/details/policies")).hasSize(2);
    HttpResponse<String> page =
        Browser.signedIn(server, Server.ADMIN)
            .submit("/settings", "act", "delete-channel", "channel", "night");
    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).contains("role=\"alert\">the channel night is named by the policy of");
    assertThat(server.get(CHANNELS).json().path("channels").findValuesAsText("name"))
        .contains("night");

    server.put(agents, rules.formatted("[]"));
    assertThat(delete("night").json().at("/error/details/policies")).hasSize(1);
    server.send("DELETE", scopes, null, Server.ADMIN);
    assertThat(delete("night").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "017700000001",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[::]",
        "0.0.0.0",
        "0",
        "127.8.8.8",
        "192.168.1.1",
        "169.254.169.254",
        "[fd00::1]",
        "u:p@127.0.0.1",
        "\u2460\u2461\u2466.0.0.1"
      })
  void aWebhookThatMayNotBeReachedIsRefusedWhenItIsMade(String host) {
    String url = "http://" + host + ":9/hook";
    for (String type : new String[] {"webhook", "slack"}) {
      Server.Answer refused = create("closed", type, url);
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("target");
    }
    Server.Answer policy =
        server.put(
            "/v1/mesh/agents/" + AGENT + "/policies/cost",
            "{\"rules\":[{\"period\":\"day\",\"limit_usd\":10,\"action\":\"alert\",\"notify\":[\""
                + url
                + "\"]}]}");
    assertThat(policy.status()).as(policy.text()).isEqualTo(422);
    assertThat(policy.json().at("/errors/0/field").asText()).startsWith("rules[0].notify");
    assertThat(server.get(CHANNELS).text()).doesNotContain("closed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://u:p@example.com/hook     | must not carry a user or a password",
        "http://example.com:65536/hook   | must have a port from 1 to 65535",
        "http://example.com:0/hook       | must have a port from 1 to 65535",
        "http://[fe80::1%25eth0]/hook    | must not name a network interface"
      })
  void aWebhookThatNoMessageWouldEverReachIsRefusedWhenItIsMade(String url, String why) {
    Server.Answer refused = create("deaf", "webhook", url);
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("target");
    assertThat(refused.json().at("/errors/0/reason").asText()).contains(why);
    assertThat(server.get(CHANNELS).text()).doesNotContain("deaf", "u:p");
  }

  @Test
  void theRefusalOfAWebhookSaysWhereItLeadsAndWhatWouldAllowIt() {
    String why =
        "cannot be reached: localhost is the private address 127.0.0.1, which webhooks may not"
            + " reach unless PURSER_WEBHOOK_ALLOW_PRIVATE=true";
    assertThat(create("closed", "webhook", "http://localhost/x").json().at("/errors/0/reason"))
        .hasToString("\"" + why + "\"");
    HttpResponse<String> page =
        Browser.signedIn(server, Server.ADMIN)
            .submit(
                "/settings",
                "act",
                "make-channel",
                "channel_name",
                "closed",
                "type",
                "webhook",
                "target",
                "http://localhost/x");
    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).contains("role=\"alert\">", why);
  }

  @Test
  void aPublicAddressMayBeReached() {
    assertThat(create("open", "webhook", "https://1.1.1.1/hook").status()).isEqualTo(200);
    assertThat(create("open6", "slack", "https://[2606:4700:4700::1111]/hook").status())
        .isEqualTo(200);
  }

  @Test
  void aTestTellsWhetherItArrived() {
    create("near", "email", "ops@company.com");
    create("away", "email", "ops@company.com");
    JsonNode arrived = server.post(CHANNELS + "/near/test", "").json();
    assertThat(arrived.path("delivered").asBoolean()).isTrue();
    assertThat(arrived.has("reason")).isFalse();
    Server.Answer lost = server.post(CHANNELS + "/away/test", "");
    assertThat(lost.status()).isEqualTo(200);
    assertThat(lost.json().path("delivered").asBoolean()).isFalse();
    assertThat(lost.json().path("reason").asText()).isEqualTo("connection refused");
  }

  @Test
  void aPolicyMayNameAChannelThatIsThereAndItsAlertsTellHowThatWent() {
    create("pager", "webhook", "https://example.com/pager");
    Server.Answer set =
        server.put(
            "/v1/mesh/agents/" + AGENT + "/policies/cost",
            "{\"rules\":[{\"period\":\"day\",\"limit_usd\":10,\"action\":\"alert\","
                + "\"notify\":[\"pager\"]}]}");
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + AGENT + "\",\"cost_usd\":9}");
    long notification =
        server
            .ledger()
            .notifications()
            .pending(new dev.purser.domain.agent.AgentAddress(AGENT))
            .get(0)
            .id();
    JsonNode waiting = server.get("/v1/alerts?agent=" + AGENT).json().at("/alerts/0/notified/0");
    assertThat(waiting.path("addressee").asText()).isEqualTo("pager");
    assertThat(waiting.path("status").asText()).isEqualTo("pending");
    assertThat(waiting.path("attempts").asInt()).isZero();
    assertThat(waiting.path("events")).isEmpty();

    server.ledger().notifications().giveUp(notification);

    JsonNode told = server.get("/v1/alerts?agent=" + AGENT).json().at("/alerts/0/notified/0");
    assertThat(told.path("status").asText()).isEqualTo("undeliverable");
    assertThat(told.path("last_error").asText()).isEqualTo("given up: it could not be tried");
    JsonNode event = told.path("events").path(0);
    assertThat(event.path("status").asText()).isEqualTo("undeliverable");
    assertThat(event.path("reason").asText()).isEqualTo("given up: it could not be tried");
    assertThat(event.path("at").asText()).isNotBlank();
  }
}
