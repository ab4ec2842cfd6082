package dev.purser.api;

import static dev.purser.api.Browser.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of costs by any two groups, on the real server, without scripts. */
final class TestExplore {
  private static final String WRITER = "agent://acme/prod/writer";
  private static final String READER = "agent://acme/prod/reader";
  private static final String LONG = "agent://acme/" + "x".repeat(150) + "/" + "y".repeat(219);
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e,=live";

  private static Server server;
  private static Browser operator;
  private static LocalDate today;

  @BeforeAll
  static void spend() throws Exception {
    server = new Server();
    report(WRITER, "gpt-4", "6", "");
    report(WRITER, "gpt-4o", "2", "");
    report(READER, "gpt-4", "1.5", "");
    report(READER, HOSTILE, "0.25", "");
    report(LONG, "gpt-4", "0.25", "");
    report(WRITER, "gpt-4", "1", daysAgo(3));
    today = LocalDate.now(ZoneOffset.UTC);
    operator = Browser.signedIn(server, server.key("operator", null));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String daysAgo(int days) {
    return ",\"occurred_at\":\"" + Instant.now().minus(days, ChronoUnit.DAYS) + "\"";
  }

  private static void report(String agent, String model, String usd, String more) {
    Server.Answer answer =
        server.post(
            "/v1/mesh/metrics",
            "{\"agent\":\"%s\",\"model\":\"%s\",\"cost_usd\":%s,\"tokens_in\":10%s}"
                .formatted(agent, model.replace("\"", "\\\""), usd, more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  /** The texts of the cells of the table's body, row by row. */
  private static List<List<String>> rows(String page) {
    String table = page.substring(page.lastIndexOf("<table class=\"list\">"));
    String body = table.substring(table.indexOf("<tbody>"), table.indexOf("</tbody>"));
    return body.lines()
        .dropWhile(line -> !line.equals("<tr>"))
        .collect(ArrayList<List<String>>::new, TestExplore::gather, List::addAll);
  }

  private static void gather(List<List<String>> rows, String line) {
    if (line.equals("<tr>")) {
      rows.add(new ArrayList<>());
    } else if (line.startsWith("<t")) {
      rows.get(rows.size() - 1).add(text(line));
    }
  }

  private static String text(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String path(String by, String more) {
    return "/explore?by=" + by + "&from=" + today.minusDays(6) + "&to=" + today + more;
  }

  /** Days that the other tests do not look at. */
  private static String before(String by, String more) {
    return "/explore?by="
        + by
        + "&from="
        + today.minusDays(25)
        + "&to="
        + today.minusDays(15)
        + more;
  }

  private static List<String> found(String pattern, String page) {
    return Pattern.compile(pattern).matcher(page).results().map(MatchResult::group).toList();
  }

  @Test
  void rowsAreTheDearestFirstWithTheirShares() {
    List<List<String>> rows = rows(operator.open(path("agent", "&then=model")).body());
    assertThat(rows.get(0))
        .containsExactly("acme/prod/writer", "gpt-4", "$7.00", "63.6 %", "2", "20", "0");
    assertThat(rows).extracting(row -> row.get(2)).hasSize(5).startsWith("$7.00", "$2.00", "$1.50");
    assertThat(rows(operator.open(path("model", "")).body()).get(0))
        .containsExactly("gpt-4", "$8.75", "79.5 %", "4", "40", "0");
  }

  @Test
  void aChartHasEveryDayAndASeriesForEach() {
    String page = operator.open(path("model", "&then=day")).body();
    assertThat(page).contains("<figure data-chart=\"stacked\">", "Cost by day and model");
    String figures = page.substring(page.indexOf("<figure"), page.indexOf("</figure>"));
    assertThat(found("<th scope=\"row\"", figures)).hasSize(7);
    assertThat(found("data-value=\"[0-9.]+\"", figures))
        .hasSize(7 * 3)
        .contains("data-value=\"7.75\"");
  }

  @Test
  void aChartOfNamesHasNoMoreOfThemThanFit() {
    for (int i = 0; i < 14; i++) {
      for (int j = 0; j < 2; j++) {
        String body =
            "{\"agent\":\"agent://many/bot\",\"task\":\"t%d\",\"model\":\"m%d\",\"cost_usd\":%d%s}"
                .formatted(i, (i + 7 * j) % 9, i + 1, daysAgo(20));
        server.post("/v1/mesh/metrics", body);
      }
    }
    String page =
        operator.open(before("task", "&then=model&agent=" + encoded("agent://many/bot"))).body();
    String figures = page.substring(page.indexOf("<figure"), page.indexOf("</figure>"));
    assertThat(figures).startsWith("<figure data-chart=\"stacked-rows\">");
    assertThat(found("<th scope=\"col\"[^>]*>", figures)).hasSize(1 + 6);
    assertThat(found("<th scope=\"row\"", figures)).hasSize(12);
    assertThat(found("<bdi>others</bdi>", figures)).hasSize(2);
    double sum =
        found("(?<=data-value=\")[0-9.]+", figures).stream().mapToDouble(Double::valueOf).sum();
    assertThat(sum).isEqualTo(2 * 14 * 15 / 2.0);
  }

  @Test
  void tenYearsAreChartedByTheMonth() {
    String page =
        operator.open("/explore?by=hour&from=" + today.minusYears(10) + "&to=" + today).body();
    assertThat(page).contains("Cost by month", "By the month");
    assertThat(found("<th scope=\"row\" class=\"wide\"><bdi>[A-Z][a-z]{2} 20", page)).hasSize(121);
    HttpResponse<String> more =
        operator.open("/explore?by=day&from=" + today.minusYears(10).minusDays(1) + "&to=" + today);
    assertThat(more.statusCode()).isEqualTo(422);
    assertThat(more.body()).contains("From must be at most ten years before " + today);
  }

  @Test
  void whatIsWrongStandsAtItsField() {
    HttpResponse<String> answer =
        operator.open(
            "/explore?by=day&then=day&from="
                + today
                + "&to="
                + today.minusDays(1)
                + "&agent=%3Cb%3E&model=gpt-4");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .containsPattern("id=\"to\"[^>]*aria-invalid=\"true\" aria-describedby=\"to-hint\"")
        .contains("id=\"to-hint\" role=\"alert\">To must not be before " + today)
        .contains("id=\"then-hint\" role=\"alert\">And by must be another than the first")
        .containsPattern("id=\"agent\"[^>]*value=\"&lt;b&gt;\"[^>]* aria-invalid=\"true\"")
        .contains("name=\"model\" type=\"text\" value=\"gpt-4\"")
        .doesNotContain("<figure");
    for (String wrong :
        List.of(
            "by=colour",
            "from=soon",
            "to=2026-02-30",
            "from=1969-12-31",
            "to=9999-12-31",
            "to=%2B100000-01-01")) {
      assertThat(operator.open("/explore?" + wrong).statusCode()).as(wrong).isEqualTo(422);
    }
    HttpResponse<String> csv = operator.open("/explore.csv?by=day&from=2026-02-01&to=2026-01-01");
    assertThat(csv.statusCode()).isEqualTo(422);
    assertThat(csv.body()).contains("to must not be before 2026-02-01");
  }

  @Test
  void theAddressSaysItAllAndIsReadAgain() {
    HttpResponse<String> bare = operator.open("/explore");
    assertThat(bare.uri().getQuery())
        .isEqualTo("by=day&then=agent&from=" + today.minusDays(6) + "&to=" + today);
    String asked = path("tag:a%2Cb", "&then=model&agent=" + encoded(READER));
    HttpResponse<String> page = operator.open(asked + "&model=" + encoded(HOSTILE));
    String link = found("(?<=href=\"/explore\\.csv\\?)[^\"]+", page.body()).get(0);
    HttpResponse<String> again = operator.open("/explore?" + text(link));
    assertThat(again.body())
        .isEqualTo(page.body())
        .contains("<option value=\"tag:a,b\" selected>Tag “a,b”</option>")
        .contains("value=\"" + READER + "\"");
    assertThat(rows(again.body())).extracting(row -> row.get(1)).containsExactly(HOSTILE);
  }

  @Test
  void theCsvIsTheTable() {
    String asked = path("agent", "&then=model");
    HttpResponse<String> csv = operator.open(asked.replace("/explore?", "/explore.csv?"));
    assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv;charset=utf-8");
    assertThat(csv.headers().firstValue("content-disposition"))
        .hasValue(
            "attachment; filename=\"purser-costs-" + today.minusDays(6) + "-" + today + ".csv\"");
    List<String> lines = csv.body().lines().toList();
    assertThat(lines.get(0)).startsWith("agent,model,cost_usd,").endsWith(",share");
    assertThat(lines.subList(1, lines.size()))
        .hasSameSizeAs(rows(operator.open(asked).body()))
        .contains(WRITER + ",gpt-4,7,0,2,0,20,0,0,0,0,0.636364")
        .anyMatch(line -> line.startsWith(READER + ",\"" + HOSTILE.replace("\"", "\"\"") + "\","));
    String from = today.minusDays(6).toString();
    Server.Answer api =
        server.send(
            "GET",
            "/v1/reports/costs?group_by=agent,model&from=" + from + "&to=" + today.plusDays(1),
            null,
            Server.ADMIN,
            "Accept",
            "text/csv");
    assertThat(api.text()).isEqualTo(csv.body());
  }

  @Test
  void whatOthersCallThingsIsTextAndNothingElse() {
    String page = operator.open(path("model", "&then=agent")).body();
    assertThat(page)
        .doesNotContain("<script>alert")
        .contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\u202e,=live</bdi>")
        .contains("href=\"/agents/" + LONG.substring("agent://".length()) + "\"");
    assertThat(operator.open("/explore?by=tag:" + encoded("<b>\"")).body())
        .contains("Tag “&lt;b&gt;&quot;”")
        .doesNotContain("<b>");
  }

  @Test
  void nothingSpentIsSaidInWords() {
    String page = operator.open("/explore?by=day&from=2020-01-01&to=2020-01-31&model=gpt-4").body();
    assertThat(page)
        .contains("Nothing was spent")
        .contains("From 1 Jan 2020 to 31 Jan 2020")
        .contains("href=\"/explore?by=day&amp;from=2020-01-01&amp;to=2020-01-31\"")
        .doesNotContain("<figure");
  }

  @Test
  void anAgentsKeySeesThatAgentOnly() {
    Browser writer = Browser.signedIn(server, server.key("agent", WRITER));
    for (String page : List.of(path("agent", ""), path("agent", "&agent=" + encoded(WRITER)))) {
      assertThat(rows(writer.open(page).body()))
          .extracting(row -> row.get(0))
          .containsExactly("acme/prod/writer");
      assertThat(writer.open(page.replace("explore", "explore.csv")).body().lines()).hasSize(2);
    }
    assertThat(writer.open(path("model", "")).body()).doesNotContain(READER, "live");
    String others = path("agent", "&agent=" + encoded(READER));
    assertThat(writer.open(others).statusCode()).isEqualTo(403);
    assertThat(writer.open(others.replace("explore", "explore.csv")).statusCode()).isEqualTo(403);
  }

  @Test
  void moreThan200RowsGoOnByALink() {
    for (int i = 0; i < 201; i++) {
      server.post(
          "/v1/mesh/metrics",
          "{\"agent\":\"agent://rows/bot\",\"task\":\"t%d\",\"cost_usd\":1%s}"
              .formatted(i, daysAgo(20)));
    }
    String first = operator.open(before("task", "&agent=agent://rows/bot")).body();
    assertThat(rows(first)).hasSize(200);
    String next = found("(?<=href=\")/explore[^\"]+cursor=[^\"]+", first).get(0);
    String second = operator.open(text(next)).body();
    assertThat(rows(second)).hasSize(1).doesNotContainAnyElementsOf(rows(first));
    assertThat(second).contains("Back to the first rows").doesNotContain("The next rows");
    assertThat(operator.open(path("task", "&cursor=nonsense")).statusCode()).isEqualTo(422);
  }

  @Test
  void whoIsNotSignedInComesBackToTheSameViewAfterwards() {
    HttpResponse<String> page = new Browser(server).open(path("model", "&then=day"));
    assertThat(page.uri().getPath()).isEqualTo("/sign-in");
    assertThat(page.body())
        .contains("name=\"next\" value=\"" + path("model", "&then=day").replace("&", "&amp;"));
  }
}
