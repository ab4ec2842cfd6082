package dev.purser.api;

import static dev.purser.api.Browser.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of a policy loses and makes up nothing, whatever its addressees look like. */
final class TestPolicyForm {
  private static final String AGENT = "agent://acme/prod/writer";
  private static final String PAGE = "/policy?owner=" + encoded(AGENT);
  private static final String POLICY = "/v1/mesh/agents/" + AGENT + "/policies/cost";
  private static final String HOOK = "https://hooks.example.org/hook?x=a,b@c.d;e";

  private static Server server;
  private static Browser admin;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    admin = Browser.signedIn(server, Server.ADMIN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private JsonNode first;

  @BeforeEach
  void aPolicyThatOnlyObserves() {
    Server.Answer set =
        server.put(
            POLICY,
            """
            {"mode": "observe", "rules": [
              {"period": "day", "limit_usd": 50, "action": "pause", "mode": "observe",
               "notify": ["ops@acme.org", "%s"]},
              {"period": "day", "max_intents": 12345678901, "action": "block"}]}
            """
                .formatted(HOOK));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    first = set.json().path("policy");
  }

  private static JsonNode policy() {
    return server.get(POLICY).json().path("policy");
  }

  private static List<String> addressees() {
    return StreamSupport.stream(policy().at("/rules/0/notify").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** What stands in a field of the page. */
  private static String shown(String field) {
    Matcher input =
        Pattern.compile("name=\"" + Pattern.quote(field) + "\" value=\"([^\"]*)\"")
            .matcher(admin.open(PAGE).body());
    assertThat(input.find()).as(field).isTrue();
    return input.group(1).replace("&amp;", "&");
  }

  private static HttpResponse<String> save(String notify) {
    return admin.submit(
        PAGE,
        "act",
        "save",
        "rules[0].period",
        "day",
        "rules[0].limit_usd",
        "50",
        "rules[0].action",
        "pause",
        "rules[0].notify",
        notify);
  }

  @Test
  void goesBackToAVersionAsItStandsOnRecord() {
    server.put(POLICY, "{\"rules\":[]}");
    admin.submit(PAGE, "act", "restore", "from", first.path("version").asText());
    JsonNode now = policy();
    assertThat(now.path("version").asLong()).isEqualTo(first.path("version").asLong() + 2);
    assertThat(now.path("rules")).isEqualTo(first.path("rules"));
    assertThat(now.path("mode")).isEqualTo(first.path("mode"));
  }

  @Test
  void goesBackToNoVersionThatIsNotThere() {
    assertThat(admin.submit(PAGE, "act", "restore", "from", "999999").statusCode()).isEqualTo(404);
    assertThat(policy()).isEqualTo(first);
  }

  @Test
  void enforcesTheRulesAsTheyStandOnRecord() {
    admin.submit(PAGE, "act", "enforce");
    JsonNode now = policy();
    assertThat(now.path("mode").asText()).isEqualTo("enforce");
    assertThat(now.at("/rules/0").has("mode")).isFalse();
    assertThat(addressees()).containsExactly("ops@acme.org", HOOK);
    assertThat(now.at("/rules/1/max_intents").asLong()).isEqualTo(12345678901L);
  }

  @Test
  void enforcesNothingWhereThereIsNoPolicy() {
    String nobody = "/policy?owner=" + encoded("agent://acme/prod/nobody");
    assertThat(admin.submit(nobody, "act", "enforce").statusCode()).isEqualTo(404);
  }

  @Test
  void isSavedAsItIsShown() {
    String intents = shown("rules[1].max_intents");
    assertThat(save(shown("rules[0].notify")).statusCode()).isEqualTo(200);
    assertThat(addressees()).containsExactly("ops@acme.org", HOOK);
    admin.submit(
        PAGE,
        "act",
        "save",
        "rules[0].period",
        "day",
        "rules[0].max_intents",
        intents,
        "rules[0].action",
        "block");
    assertThat(policy().at("/rules/0/max_intents").asLong()).isEqualTo(12345678901L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a@acme.org,b@acme.org; c@acme.org | a@acme.org b@acme.org c@acme.org",
        "a@acme.org,https://acme.org/?x=1,2 b@acme.org | a@acme.org https://acme.org/?x=1,2 b@acme.org",
        "HTTPS://acme.org/;x  a@acme.org | HTTPS://acme.org/;x a@acme.org"
      })
  void takesCommasForPartOfAUrlAlone(String typed, String taken) {
    assertThat(save(typed).statusCode()).isEqualTo(200);
    assertThat(addressees()).containsExactly(taken.split(" "));
  }

  @Test
  void asksWhetherACommaAfterAUrlIsPartOfIt() {
    HttpResponse<String> answer = save("https://acme.org/hook, a@acme.org");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains(
            "Tell must have nothing but a blank after a URL, whose commas are part of it:"
                + " https://acme.org/hook,")
        .contains("value=\"https://acme.org/hook, a@acme.org\"");
    assertThat(policy()).isEqualTo(first);
  }

  @Test
  void saysWhoMaySendIntents() {
    admin.submit(PAGE, "act", "save", "accept_from", "agent://acme/a/*, agent://acme/b/c");
    assertThat(policy().path("accept_from").toString())
        .isEqualTo("[\"agent://acme/a/*\",\"agent://acme/b/c\"]");
    assertThat(shown("accept_from")).isEqualTo("agent://acme/a/* agent://acme/b/c");
    admin.submit(PAGE, "act", "save", "accept_from", "");
    assertThat(policy().has("accept_from")).isFalse();
  }

  /** A policy of one rule, for an agent that has spent three dollars on each of five tasks. */
  private static HttpResponse<String> saveForSpender(
      String agent, String period, String dollars, String action, String... further) {
    List<String> filled =
        new ArrayList<>(
            List.of(
                "act",
                "save",
                "rules[0].period",
                period,
                "rules[0].limit_usd",
                dollars,
                "rules[0].action",
                action,
                "rules[0].notify",
                "ops@acme.org ann@acme.org"));
    filled.addAll(List.of(further));
    return admin.submit("/policy?owner=" + encoded(agent), filled.toArray(new String[0]));
  }

  private static String spender() {
    String agent = "agent://acme/prod/" + UUID.randomUUID();
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost",
        "{\"rules\":[{\"period\":\"month\",\"limit_usd\":1000,\"action\":\"alert\"}]}");
    for (int i = 0; i < 5; i++) {
      server.post(
          "/v1/mesh/metrics",
          "{\"agent\":\"" + agent + "\",\"task\":\"ticket-" + i + "\",\"cost_usd\":3}");
    }
    return agent;
  }

  private static int alerts(String agent) {
    return server.get("/v1/alerts?agent=" + agent).json().path("alerts").size();
  }

  @Test
  void saysBeforehandWhatSavingDoesAtOnceAndSavesWhenItIsSentAgain() {
    String agent = spender();
    HttpResponse<String> asked = saveForSpender(agent, "task", "2.50", "alert");
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body())
        .contains("Saving this <strong>5 tasks are over it, one message to 2 people</strong>.")
        .contains("value=\"2.50\"", "Save all the same");
    assertThat(alerts(agent)).isZero();
    String path = "/v1/mesh/agents/" + agent + "/policies/cost";
    assertThat(server.get(path).json().at("/policy/version").asInt()).isEqualTo(1);

    HttpResponse<String> saved = saveForSpender(agent, "task", "2.50", "alert", "knowing", "yes");
    assertThat(saved.body()).contains("Version 2 is in force.");
    assertThat(alerts(agent)).as("the limit of each").isEqualTo(5);

    assertThat(saveForSpender(agent, "task", "2.50", "alert").body())
        .as("what was raised is not raised again")
        .contains("Version 3 is in force.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "day | 10 | pause | pauses %s at once, one message to 2 people",
        "day | 10 | kill | kills %s at once, one message to 2 people",
        "task | 3 | kill | cancels 5 tasks, one message to 2 people",
        "intent | 3 | pause | parks 5 intents, one message to 2 people"
      })
  void saysWhomItStops(String period, String dollars, String action, String words) {
    String agent = spender();
    String name = agent.substring(agent.lastIndexOf('/') + 1);
    assertThat(saveForSpender(agent, period, dollars, action).body())
        .contains("Saving this <strong>" + words.formatted(name) + "</strong>.");
    assertThat(server.get("/v1/mesh/agents/" + agent).json().at("/agent/status").asText())
        .isEqualTo("ACTIVE");
  }

  @Test
  void savesAtOnceWhatStopsNothingAndTellsNobody() {
    assertThat(saveForSpender(spender(), "day", "100", "pause").body())
        .contains("Version 2 is in force.");
  }

  @Test
  void aPreviewSaysItToo() {
    String agent = spender();
    Server.Answer preview =
        server.post(
            "/v1/mesh/agents/" + agent + "/policies/cost/preview",
            "{\"rules\":[{\"period\":\"day\",\"limit_usd\":10,\"action\":\"pause\"}]}");
    assertThat(preview.json().path("at_once").asText()).startsWith("pauses ");
    String scope = "agent://acme/prod/*";
    server.put(
        "/v1/mesh/policies/cost?scope=" + scope,
        "{\"applies\":\"total\",\"rules\":[{\"period\":\"day\",\"limit_usd\":90000,\"action\":\"alert\"}]}");
    Server.Answer total =
        server.post(
            "/v1/mesh/policies/cost/preview?scope=" + scope,
            "{\"applies\":\"total\",\"rules\":[{\"period\":\"day\",\"limit_usd\":1,\"action\":\"pause\"}]}");
    assertThat(total.json().path("at_once").asText())
        .as(total.text())
        .isEqualTo("pauses all agents of " + scope + " at once");
    server.send("DELETE", "/v1/mesh/policies/cost?scope=" + scope, null, Server.ADMIN);
  }
}
