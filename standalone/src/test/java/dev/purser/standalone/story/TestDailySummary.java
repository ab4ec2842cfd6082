package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.up.Standalone;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The summary of a Purser that was not up at the time, from reports to the mail. */
final class TestDailySummary {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Where it is about noon now, so that no midnight falls into the test. */
  private static final ZoneId NOON = noon();

  @TempDir Path folder;

  private final List<String> mails = new CopyOnWriteArrayList<>();

  private static ZoneId noon() {
    int ahead = 12 - LocalTime.now(ZoneOffset.UTC).getHour();
    return ZoneId.of(ahead == 0 ? "UTC" : "Etc/GMT" + (ahead > 0 ? "-" + ahead : "+" + -ahead));
  }

  private Standalone.Options with(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(System.getenv());
    all.put("PURSER_TIMEZONE", NOON.getId());
    all.putAll(settings);
    return new Standalone.Options(folder, Ports.anyFree(), "embedded")
        .withEnvironment(all)
        .withConsole(mails::add);
  }

  @Test
  void goesOutAtTheNextStartOfTheDayOnceAndIsAnEvent() {
    LocalDate yesterday = LocalDate.now(NOON).minusDays(1);
    try (Standalone purser = Standalone.start(with(Map.of()))) {
      report(purser.client(), yesterday, "a", "12.50");
      report(purser.client(), yesterday.minusDays(7), "b", "10");
    }
    assertThat(mails).as("nobody is told unless named").isEmpty();
    Map<String, String> settings =
        Map.of("PURSER_SUMMARY_TO", "finance@company.com", "PURSER_SUMMARY_AT", "00:00");
    for (int start = 0; start < 2; start++) {
      try (Standalone purser = Standalone.start(with(settings))) {
        await("it is among the events")
            .atMost(LONGEST)
            .until(() -> events(purser.client()).size() == 1);
        JsonNode sent = events(purser.client()).get(0);
        assertThat(sent.path("details").path("day").asText()).isEqualTo(yesterday.toString());
        assertThat(sent.path("details").path("addressee").asText())
            .isEqualTo("finance@company.com");
      }
    }
    assertThat(mails).hasSize(1);
    assertThat(mails.get(0))
        .contains("E-mail to finance@company.com", ": $12.50, +25% on the ", "saver")
        .contains("  gpt-4o\n", "Dearest intent: ticket-7, $12.50");
  }

  private static void report(PurserClient client, LocalDate day, String id, String usd) {
    client.post(
        "/v1/mesh/metrics",
        PurserClient.object()
            .put("agent", "agent://myorg/production/saver")
            .put("task", "ticket-7")
            .put("report_id", id)
            .put("model", "gpt-4o")
            .put("cost_usd", new java.math.BigDecimal(usd))
            .put("occurred_at", day.atTime(LocalTime.NOON).atZone(NOON).toInstant().toString()));
  }

  private static JsonNode events(PurserClient client) {
    return client.get("/v1/mesh/events?event_type=summary.sent").path("events");
  }

  @Test
  void refusesInOneLineWhatIsNoTimeNoAddresseeOrNoZone() {
    assertThatThrownBy(() -> Standalone.start(with(Map.of("PURSER_SUMMARY_AT", "noon"))))
        .isInstanceOf(CommandError.class)
        .hasMessage("PURSER_SUMMARY_AT must be a time of day like 08:00");
    assertThatThrownBy(() -> Standalone.start(with(Map.of("PURSER_SUMMARY_TO", "a b"))))
        .isInstanceOf(CommandError.class)
        .hasMessageStartingWith("PURSER_SUMMARY_TO must be e-mail addresses, URLs or names");
    assertThatThrownBy(() -> Standalone.start(with(Map.of("PURSER_TIMEZONE", "Mars"))))
        .isInstanceOf(CommandError.class)
        .hasMessage("PURSER_TIMEZONE must be a time zone such as Europe/Berlin");
  }
}
