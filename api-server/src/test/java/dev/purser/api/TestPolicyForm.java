package dev.purser.api;

import static dev.purser.api.Browser.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
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
  private static final String HOOK = "https://127.0.0.1:9/hook?x=a,b@c.d;e";

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
}
