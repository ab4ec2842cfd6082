package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers that are too much to hold: more than all buffers between the ledger and a reader. */
final class TestStreams {
  private static final int ROWS = 100_000;

  /** Ends whoever reads the report, whether it fetches a batch just now or waits for its reader. */
  private static final String BREAK =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and state in ('active', 'idle in transaction') and query like '%from rollup%'
      """;

  private static Server server;

  @BeforeAll
  static void fill() throws Exception {
    server = new Server();
    server.post("/v1/mesh/metrics", "{\"agent\":\"agent://many/rows\",\"cost_usd\":1}");
    server
        .ledger()
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into rollup
                    select agent_id, quarter, intent_id, n || repeat('x', 300), '', 0, 5, 0, 1, 0,
                      0, 0, 0, 0, 0
                    from rollup, generate_series(1, ?) n
                    """,
                    ROWS - 1));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<InputStream> open() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(server.base() + "/v1/reports/costs?group_by=task,agent"))
                .header("x-api-key", Server.ADMIN)
                .header("Accept", "text/csv")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
  }

  @Test
  void everyRowComesHowManyThereAre() throws Exception {
    try (InputStream csv = open().body()) {
      long lines = new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().count();
      assertThat(lines).isEqualTo(1 + ROWS);
    }
  }

  @Test
  void aPartNeverPassesForTheWhole() throws Exception {
    HttpResponse<InputStream> answer = open();
    assertThat(answer.statusCode()).isEqualTo(200);
    try (InputStream csv = answer.body()) {
      assertThat(csv.readNBytes(100)).hasSize(100);
      List<Boolean> broken =
          server.ledger().jdbi().withHandle(h -> h.select(BREAK).mapTo(Boolean.class).list());
      assertThat(broken).isNotEmpty().containsOnly(true);
      assertThatThrownBy(csv::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoeverStopsReadingHoldsNoConnection() throws Exception {
    for (int i = 0; i < 8; i++) {
      try (InputStream csv = open().body()) {
        assertThat(csv.read()).isEqualTo('t');
      }
    }
    assertThat(server.get("/v1/reports/costs?group_by=agent").status()).isEqualTo(200);
  }
}
