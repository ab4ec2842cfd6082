package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.messages.SignedLinks.Act;
import dev.purser.ledger.messages.SignedLinks.Link;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the messages about alerts lead. */
final class TestAlertPages {
  private static Server server;
  private static Browser operator;

  private final String agent = "agent://acme/prod/" + UUID.randomUUID();
  private String alert;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    operator = Browser.signedIn(server, server.key("operator", null));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void anAlert() {
    server.put(
        "/v1/mesh/agents/" + agent + "/policies/cost",
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"alert\"}]}");
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + agent + "\",\"cost_usd\":51}");
    alert = server.get("/v1/alerts?agent=" + agent).json().at("/alerts/0/alert_id").asText();
    assertThat(alert).isNotBlank();
  }

  @Test
  void anAlertHasAPageOfItsOwnAlsoWhenItIsAcknowledged() {
    String page = "/alerts/" + alert;
    assertThat(operator.open(page).body()).contains("$51.00", "of $50.00", "Acknowledge</button>");
    HttpResponse<String> seen =
        operator.submitTo("/alerts", page, "alert", alert, "back", alert, "comment", "seen");
    assertThat(seen.uri().getPath()).isEqualTo(page);
    assertThat(seen.body()).contains("$51.00", "Acknowledged by test", "seen");
    assertThat(operator.open("/alerts").body())
        .contains("<h1>Alerts</h1>")
        .doesNotContain("/alerts/" + alert);
    assertThat(operator.open("/alerts?show=all").body()).contains("/alerts/" + alert);
  }

  @Test
  void anAlertOfARuleThatCountsIntentsTellsNoDollars() {
    String many = "agent://acme/prod/" + UUID.randomUUID();
    server.put(
        "/v1/mesh/agents/" + many + "/policies/cost",
        "{\"rules\":[{\"period\":\"day\",\"max_intents\":1,\"action\":\"pause\"}]}");
    server.intent(many);
    server.intent(many);
    String body = operator.open("/alerts?agent=" + Browser.encoded(many)).body();
    assertThat(body)
        .contains("<strong>100 %</strong> of 1 intent by the rule")
        .doesNotContain("$0.00");
  }

  @Test
  void anAlertOfAModelWithoutAPriceTellsWhatItsFirstCallWasCountedAt() {
    String many = "agent://acme/prod/" + UUID.randomUUID();
    String report = "{\"agent\":\"" + many + "\",\"model\":\"unheard-of\",\"tokens_in\":10000}";
    server.post("/v1/mesh/metrics", report);
    server.post("/v1/mesh/metrics", report);
    assertThat(operator.open("/alerts?agent=" + Browser.encoded(many)).body())
        .contains("at assumed prices until it has one, the first at $0.15.");
  }

  @Test
  void aLinkWhoseAmountIsTooLittleByNowSaysSoAndLeadsOn() {
    String paused = "agent://acme/prod/" + UUID.randomUUID();
    server.put(
        "/v1/mesh/agents/" + paused + "/policies/cost",
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":3,\"action\":\"pause\"}]}");
    String report = "{\"agent\":\"" + paused + "\",\"cost_usd\":3.15}";
    server.post("/v1/mesh/metrics", report);
    server.post("/v1/mesh/metrics", report);
    long id = server.get("/v1/alerts?agent=" + paused).json().at("/alerts/0/alert_id").asLong();
    Link link = Link.at(Instant.now(), id, Act.RESUME, Usd.of("2.95"), "ops@acme.test");
    String path = "/link/" + server.ledger().signedLinks().token(link);
    Browser nobody = new Browser(server);

    assertThat(nobody.open(path).body()).contains("$3.15 of $3.00", "<dd>$6.30</dd>");

    HttpResponse<String> refused = nobody.submitTo(path, path, "reason", "from the mail");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body())
        .contains(
            "resume with a grant of more than $3.30",
            "href=\"/agents/" + paused.substring("agent://".length()) + "\"");
  }

  private String spendOnTasks(int tasks) {
    String many = "agent://acme/prod/" + UUID.randomUUID();
    server.put(
        "/v1/mesh/agents/" + many + "/policies/cost",
        "{\"rules\":[{\"period\":\"task\",\"limit_usd\":2,\"action\":\"alert\",\"warn_at\":[]}]}");
    for (int i = 0; i < tasks; i++) {
      server.post(
          "/v1/mesh/metrics",
          "{\"agent\":\"" + many + "\",\"task\":\"ticket-" + i + "\",\"cost_usd\":3}");
    }
    return many;
  }

  @Test
  void alertsThatBelongTogetherAreOneCardAndAcknowledgedAtOnce() {
    String many = spendOnTasks(25);
    String page = "/alerts?agent=" + Browser.encoded(many);
    String body = operator.open(page).body();
    assertThat(body.split("<article", -1)).hasSize(2);
    assertThat(body).contains("25 tasks", "Acknowledge all 25", "And 5 before these.");
    JsonNode alerts = server.get("/v1/alerts?agent=" + many).json().path("alerts");
    assertThat(alerts).hasSize(25);
    String incident = alerts.path(0).path("incident_id").asText();
    assertThat(alerts.findValuesAsText("incident_id")).containsOnly(incident);
    assertThat(alerts.path(24).path("incident_alerts").asInt()).isEqualTo(25);

    HttpResponse<String> seen =
        operator.submitTo("/alerts", page, "incident", incident, "comment", "a bad import");
    assertThat(seen.body()).contains("25 alerts are acknowledged.");
    assertThat(operator.open(page).body()).contains("No alert is open");
    assertThat(server.get("/v1/alerts?open=true&agent=" + many).json().path("alerts")).isEmpty();
    assertThat(operator.open(page + "&show=all").body()).contains("a bad import");
    String first = "/alerts/" + alerts.path(24).path("alert_id").asText();
    assertThat(operator.open(first).body()).contains("What it belongs to", "25 tasks");
  }

  @Test
  void overHttpAnAlertIsAcknowledgedAloneOrWithAllOfItsIncident() {
    String many = spendOnTasks(3);
    String path = "/v1/alerts?open=true&agent=" + many;
    String one = server.get(path).json().at("/alerts/0/alert_id").asText();
    server.post("/v1/alerts/" + one + "/acknowledge", "{}");
    assertThat(server.get(path).json().path("alerts")).hasSize(2);
    Server.Answer all = server.post("/v1/alerts/" + one + "/acknowledge", "{\"all\":true}");
    assertThat(all.json().at("/alert/open").asBoolean()).isFalse();
    assertThat(server.get(path).json().path("alerts")).isEmpty();
    assertThat(server.post("/v1/alerts/" + one + "/acknowledge", "{\"all\":1}").status())
        .isEqualTo(422);
  }

  @Test
  void whoIsNotSignedInComesBackToTheAlert() {
    HttpResponse<String> first = new Browser(server).open("/alerts/" + alert);
    assertThat(first.uri().toString()).endsWith("/sign-in?next=%2Falerts%2F" + alert);
  }

  @Test
  void noOneSeesAnAlertThatIsNotTheirs() {
    Browser another = Browser.signedIn(server, server.key("agent", "agent://acme/prod/other"));
    assertThat(another.open("/alerts/" + alert).statusCode()).isEqualTo(403);
    Browser owner = Browser.signedIn(server, server.key("agent", agent));
    assertThat(owner.open("/alerts/" + alert).body()).contains("of $50.00");
  }

  @Test
  void whatIsNoAlertIsNotFound() {
    assertThat(operator.open("/alerts/999999999").statusCode()).isEqualTo(404);
    assertThat(operator.open("/alerts/x").statusCode()).isEqualTo(404);
  }
}
