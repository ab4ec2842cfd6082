package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What agents hand over is kept as it came, and does not grow on its way. */
final class TestPayloads {
  private static final int NUMBERS = 170_000;

  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aNumberOfFourHundredDigitsIsNotWrittenOut() {
    String agent = "agent://payloads/production/numbers";
    String id = create(agent, "[" + String.join(",", Collections.nCopies(NUMBERS, "1e399")) + "]");
    String shown = server.get("/v1/intents/" + id).text();
    assertThat(shown.length()).isLessThan(2 * NUMBERS * "1e399,".length());
    JsonNode first = server.get("/v1/intents/" + id).json().at("/intent/payload/n/0");
    assertThat(first.decimalValue()).isEqualByComparingTo("1e399");

    Server.Answer resolved =
        server.post(
            "/v1/intents/" + create(agent, "[]") + "/resolve",
            "{\"status\":\"COMPLETED\",\"result\":{\"n\":[1e399]}}");
    assertThat(resolved.text().length()).isLessThan(5_000);
  }

  @Test
  void theSameBodyIsTheSameRequestHoweverItsNumbersAreSpelled() {
    String key = UUID.randomUUID().toString();
    String body =
        "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\"00000000-0000-4000-8000-000000000000\","
            + "\"to_agent\":\"agent://payloads/production/same\",\"payload\":{\"n\":%s}}";
    String first = send(body.formatted("1e2"), key).text();
    assertThat(send(body.formatted("1E+2"), key).text()).isEqualTo(first);
    assertThat(send(body.formatted("101"), key).status()).isEqualTo(409);
  }

  @Test
  void eventsAreGivenAsManyAtOnceAsHaveAFewMegabytes() {
    String agent = "agent://payloads/production/events";
    String id = create(agent, "1");
    int before = server.get("/v1/intents/" + id + "/events").json().path("events").size();
    addEvents(id, before, 10, 1 << 20);
    addEvents(id, before + 10, 1, 5 << 20);
    addEvents(id, before + 11, 1, 10);
    List<Integer> seen = new ArrayList<>();
    while (seen.size() < before + 12) {
      Server.Answer page = server.get("/v1/intents/" + id + "/events?since=" + seen.size());
      assertThat(page.text().length()).isLessThan(6 << 20);
      assertThat(page.json().path("events")).isNotEmpty();
      page.json().path("events").forEach(event -> seen.add(event.path("seq").asInt()));
    }
    assertThat(seen).isEqualTo(IntStream.rangeClosed(1, before + 12).boxed().toList());
    String stream = server.get("/v1/intents/" + id + "/events/stream?since=" + before).text();
    assertThat(stream.length()).isBetween(1 << 20, 6 << 20);
    String page = Browser.signedIn(server, Server.ADMIN).open("/intents/" + id).body();
    assertThat(page.length()).isLessThan(6 << 20);
  }

  private static void addEvents(String intent, int after, int count, int bytes) {
    server
        .ledger()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        insert into intent_event (intent_id, seq, event_type, status, at, details)
                        select cast(:id as uuid), :after + n, 'intent.waiting', 'WAITING', now(),
                          jsonb_build_object('reason', repeat('x', :bytes))
                        from generate_series(1, :count) n
                        """)
                    .bind("id", intent)
                    .bind("after", after)
                    .bind("count", count)
                    .bind("bytes", bytes)
                    .execute());
  }

  @Test
  void aListLeavesPayloadsOutUnlessItIsAsked() {
    String agent = "agent://payloads/production/lists";
    create(agent, "1");
    JsonNode brief = server.get("/v1/intents?agent=" + agent).json().at("/intents/0");
    assertThat(brief.has("payload")).isFalse();
    assertThat(brief.path("status").asText()).isNotEmpty();
    JsonNode whole = server.get("/v1/intents?payload=true&agent=" + agent).json().at("/intents/0");
    assertThat(whole.at("/payload/n").asInt()).isEqualTo(1);
    Server.Answer wrong = server.get("/v1/intents?payload=maybe&agent=" + agent);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("payload").contains("must be true or false");
  }

  @Test
  void aListWithPayloadsEndsAtSomeMegabytesAndGoesOnFromThere() {
    String agent = "agent://payloads/production/large";
    Set<String> created = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      created.add(create(agent, "\"" + "x".repeat(900_000) + "\""));
    }
    Set<String> seen = new HashSet<>();
    String cursor = "";
    int pages = 0;
    do {
      Server.Answer page = server.get("/v1/intents?payload=true&agent=" + agent + cursor);
      assertThat(page.text().length()).isLessThan(5 << 20);
      page.json().path("intents").forEach(i -> seen.add(i.path("intent_id").asText()));
      JsonNode next = page.json().path("next_cursor");
      cursor = next.isTextual() ? "&cursor=" + next.asText() : "";
      pages++;
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(created);
    assertThat(pages).isEqualTo(2);
  }

  private static String tags(int count, int name, int value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + i + "t".repeat(name - 1) + "\":\"" + "v".repeat(value) + "\"")
        .collect(Collectors.joining(","));
  }

  private static Server.Answer tagged(String agent, String tags) {
    return send(
        "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\"00000000-0000-4000-8000-000000000000\","
            + "\"to_agent\":\"%s\",\"payload\":{},\"tags\":{%s}}".formatted(agent, tags),
        UUID.randomUUID().toString());
  }

  @Test
  void tagsAreBoundedInNumberAndLength() {
    String agent = "agent://payloads/production/tagged";
    assertThat(tagged(agent, tags(51, 2, 1)).text()).contains("\"field\":\"tags\"", "at most 50");
    assertThat(tagged(agent, tags(1, 201, 1)).text()).contains("\"field\":\"tags\"", "1 to 200");
    assertThat(tagged(agent, tags(1, 1, 201)).text())
        .contains("\"field\":\"tags.0\"", "1 to 200 characters");
    assertThat(server.get("/v1/intents?agent=" + agent).json().path("intents")).isEmpty();
    assertThat(tagged(agent, tags(9, 200, 200)).status()).isEqualTo(200);
  }

  private static Server.Answer send(String body, String key) {
    return server.send("POST", "/v1/intents", body, Server.ADMIN, "Idempotency-Key", key);
  }

  private static String create(String agent, String n) {
    Server.Answer answer =
        server.post(
            "/v1/intents",
            "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\""
                + UUID.randomUUID()
                + "\",\"to_agent\":\""
                + agent
                + "\",\"payload\":{\"n\":"
                + n
                + "}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("intent_id").asText();
  }
}
