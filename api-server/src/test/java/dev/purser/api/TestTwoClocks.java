package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was taken is told apart from what happened, what is assumed from what is known. */
class TestTwoClocks {
  private static final String LATE = "agent://late/prod/bot";
  private static final String RULED = "agent://ruled/prod/bot";

  private static Server server;
  private static Browser admin;

  @BeforeAll
  static void spend() throws Exception {
    server = new Server();
    Instant before = Instant.now().minus(Duration.ofDays(34));
    report("\"cost_usd\":6413,\"occurred_at\":\"" + before + "\"");
    report("\"cost_usd\":13.28");
    report("\"model\":\"unheard-of\",\"tokens_in\":1000000,\"tokens_out\":0");
    admin = Browser.signedIn(server, Server.ADMIN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void report(String what) {
    Server.Answer answer =
        server.post("/v1/mesh/metrics", "{\"agent\":\"" + LATE + "\",\"task\":\"t\"," + what + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private static BigDecimal usd(JsonNode of, String name) {
    return of.path(name).decimalValue();
  }

  @Test
  void theTableIsOfOneClockAndTellsWhatCameLate() {
    JsonNode row =
        server.get("/v1/reports/agents").json().findParents("burn_usd_per_hour").stream()
            .filter(one -> one.path("address").asText().equals(LATE))
            .findFirst()
            .orElseThrow();
    JsonNode listed = server.get("/v1/mesh/agents/" + LATE).json().path("agent");
    for (JsonNode agent : new JsonNode[] {row, listed}) {
      for (String period : new String[] {"today", "week", "month"}) {
        assertThat(usd(agent, period + "_usd"))
            .as("the last hour is a part of it")
            .isGreaterThanOrEqualTo(usd(agent, "burn_usd_per_hour"));
        assertThat(usd(agent, period + "_late_usd")).isEqualByComparingTo("6413");
        assertThat(usd(agent, period + "_assumed_usd")).isEqualByComparingTo("15");
      }
      assertThat(agent.path("timezone").asText()).isEqualTo("UTC");
    }
    for (JsonNode window : listed.path("windows")) {
      assertThat(usd(window, "late_usd")).isEqualByComparingTo("6413");
      assertThat(usd(window, "assumed_usd")).isEqualByComparingTo("15");
    }
    JsonNode costs = server.get("/v1/reports/costs?agent=" + LATE).json();
    assertThat(usd(costs, "total_usd")).as("of calls").isEqualByComparingTo("28.28");
    assertThat(usd(costs, "assumed_usd")).isEqualByComparingTo("15");
    assertThat(costs.path("timezone").asText()).isEqualTo("UTC");
    assertThat(usd(server.get("/v1/reports/models?agent=" + LATE).json(), "assumed_usd"))
        .isEqualByComparingTo("15");
  }

  @Test
  void pagesTellTheSameAndNameTheirZone() {
    assertThat(admin.open("/").body())
        .contains(
            "of this $6,413.00 for earlier days",
            "of this $6,413.00 for earlier months",
            "of this $15.00 at assumed prices",
            "by the calendar of UTC");
    assertThat(admin.open("/agents/late/prod/bot").body())
        .contains(
            "by the hour (UTC): $28.28",
            "<th scope=\"col\">Hour (UTC)</th>",
            "of this $6,413.00 for earlier weeks",
            "of this $15.00 at assumed prices",
            "Besides, $6,413.00 for earlier days was taken in this time");
    assertThat(admin.open("/explore?by=day").body())
        .contains("<th scope=\"col\">Day (UTC)</th>", "By when calls were made, in days of UTC.");
  }

  @Test
  void everyRuleThatHoldsIsListedTheTightestFirst() {
    server.put(
        "/v1/mesh/agents/" + RULED + "/policies/cost",
        "{\"rules\":[{\"period\":\"month\",\"limit_usd\":900,\"action\":\"pause\"},"
            + "{\"period\":\"day\",\"limit_usd\":2,\"action\":\"alert\"},"
            + "{\"when\":\"burn\",\"usd_per_hour\":5,\"action\":\"pause\"},"
            + "{\"period\":\"intent\",\"limit_usd\":50,\"action\":\"kill\"}]}");
    server.put(
        "/v1/mesh/policies/cost?scope=agent://ruled/*",
        "{\"applies\":\"total\",\"rules\":[{\"period\":\"day\",\"limit_usd\":20,"
            + "\"action\":\"block\"}]}");
    JsonNode rules = server.get("/v1/mesh/agents/" + RULED).json().at("/agent/rules");
    assertThat(rules.findValuesAsText("rule"))
        .containsExactly(
            "day $20.00 block in all of agent://ruled/*",
            "intent $50.00 kill",
            "month $900.00 pause",
            rules.at("/3/rule").asText(),
            "day $2.00 alert");
    assertThat(rules.at("/3/rule").asText()).contains("burn");
    assertThat(rules.at("/0/left_usd").decimalValue()).isEqualByComparingTo("20");
    String page = admin.open("/agents/ruled/prod/bot").body();
    assertThat(page.substring(page.indexOf("id=\"rules\"")))
        .containsSubsequence(
            "<strong>tightest</strong>",
            "in all of agent://ruled/*",
            "intent $50.00 kill",
            "day $2.00 alert");
  }
}
