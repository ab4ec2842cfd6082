package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much two agents have spent, everyone is still counted, and everything can be read. */
final class TestWideSums {
  private static final String FIRST = "agent://wide/prod/first";
  private static final String SECOND = "agent://wide/prod/second";
  private static final String OTHER = "agent://wide/prod/other";

  /** Nearly all that a long holds, in nano-dollars. */
  private static final String HUGE = "9223372036854775000";

  /** Two of those, and what was reported on top of them, in dollars. */
  private static final String SUM = "18446744078.70955";

  private static Server server;
  private static Server.Answer others;

  @BeforeAll
  static void spend() throws Exception {
    server = new Server();
    Server.Answer policy =
        server.put(
            "/v1/mesh/policies/cost?scope=agent://wide/*",
            "{\"applies\":\"total\",\"rules\":[{\"limit_usd\":5,\"period\":\"day\","
                + "\"action\":\"alert\"},{\"when\":\"burn\",\"usd_per_hour\":99,"
                + "\"over_minutes\":10,\"action\":\"alert\"}]}");
    assertThat(policy.status()).as(policy.text()).isEqualTo(200);
    for (String spender : new String[] {FIRST, SECOND}) {
      report(spender, 1);
    }
    for (String sums : new String[] {"account", "window_sum", "quarter_sum", "minute_sum"}) {
      execute("update " + sums + " set posted = " + HUGE);
    }
    execute(
        "update rollup set cost = H, assumed = H, tokens_in = H, tokens_out = H, tokens_cached = H"
            .replace("H", HUGE));
    for (String spender : new String[] {FIRST, SECOND}) {
      report(spender, 1);
    }
    others = report(OTHER, 3);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void execute(String sql) {
    server.ledger().jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static Server.Answer report(String agent, int usd) {
    Server.Answer answer =
        server.post(
            "/v1/mesh/metrics",
            "{\"agent\":\"%s\",\"model\":\"gpt-4\",\"cost_usd\":%d,\"tokens_in\":1000000000000}"
                .formatted(agent, usd));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer;
  }

  @Test
  void anotherAgentsReportUnderTheSameTotalIsCounted() {
    assertThat(others.json().path("directive").asText()).isEqualTo("CONTINUE");
    assertThat(others.json().path("agents").path(0).path("today_usd").decimalValue())
        .isEqualByComparingTo("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "costs?group_by=model",
        "costs?group_by=agent",
        "costs?group_by=agent,model",
        "costs?group_by=hour",
        "costs",
        "models",
      })
  void reportsAddUpWhatNoLongHolds(String path) {
    Server.Answer answer = server.get("/v1/reports/" + path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("total_usd").decimalValue()).isEqualByComparingTo(SUM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/reports/agents",
        "/v1/reports/trends",
        "/v1/reports/what-if?from_model=gpt-4&to_model=gpt-4o",
        "/v1/mesh/agents",
        "/v1/mesh/agents/" + FIRST,
        "/v1/mesh/agents/" + FIRST + "/why",
        "/v1/mesh/events",
        "/v1/alerts",
      })
  void everythingElseCanBeRead(String path) {
    Server.Answer answer = server.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void alertsSayHowMuchItWas() {
    assertThat(server.get("/v1/alerts").text()).contains("\"spent_usd\":9223372037.854775");
  }

  @Test
  void aTableGoesOnBehindARowThatNoLongHolds() {
    execute("update rollup set cost = cost * 3");
    try {
      Server.Answer first = server.get("/v1/reports/costs?group_by=agent&limit=1");
      String next = first.json().path("next_cursor").asText();
      Server.Answer second = server.get("/v1/reports/costs?group_by=agent&limit=1&cursor=" + next);
      assertThat(second.status()).as(second.text()).isEqualTo(200);
      assertThat(second.json().path("rows").path(0).path("agent"))
          .isNotEqualTo(first.json().path("rows").path(0).path("agent"));
    } finally {
      execute("update rollup set cost = cost / 3");
    }
  }

  @Test
  void theWholeTableIsWrittenAsCsv() {
    Server.Answer csv =
        server.send(
            "GET", "/v1/reports/costs?group_by=model", null, Server.ADMIN, "Accept", "text/csv");
    assertThat(csv.status()).isEqualTo(200);
    assertThat(csv.text()).contains(SUM);
  }

  @Test
  void whatIfSaysWhatAllThoseTokensWouldHaveCost() {
    Server.Answer answer =
        server.get("/v1/reports/what-if?from_model=gpt-4&to_model=gpt-4o&agent=" + FIRST);
    assertThat(answer.json().path("would_cost_usd").decimalValue())
        .isGreaterThan(BigDecimal.valueOf(1_000_000_000_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/agents/" + FIRST,
        "/explore",
        "/explore?by=agent&then=model",
        "/explore?by=hour",
        "/alerts",
        "/live",
        "/policies",
        "/policy?owner=agent://wide/*",
      })
  void pagesShowIt(String path) {
    Browser operator = Browser.signedIn(server, server.key("operator", null));
    assertThat(operator.open(path).statusCode()).isEqualTo(200);
  }

  @Test
  void aPreviewCountsIt() {
    Server.Answer preview =
        server.post(
            "/v1/mesh/policies/cost/preview?scope=agent://wide/*",
            "{\"applies\":\"total\",\"rules\":[{\"limit_usd\":5,\"period\":\"day\","
                + "\"action\":\"pause\"}]}");
    assertThat(preview.status()).as(preview.text()).isEqualTo(200);
    assertThat(preview.text()).contains("18446744");
  }
}
