package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
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
        operator.submitTo("/alerts", page, "alert", alert, "back", "alert", "comment", "seen");
    assertThat(seen.uri().getPath()).isEqualTo(page);
    assertThat(seen.body()).contains("$51.00", "Acknowledged by test", "seen");
    assertThat(operator.open("/alerts").body())
        .contains("<h1>Alerts</h1>")
        .doesNotContain("/alerts/" + alert);
    assertThat(operator.open("/alerts?show=all").body()).contains("/alerts/" + alert);
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
