package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Usd;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks while Purser is away or refuses; all else is tested against the real one. */
class TestTrackedTask {
  private static final String AGENT = "agent://myorg/production/bot";

  @TempDir Path folder;
  private final FakePurser server = new FakePurser();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void beginsOnItsAllowanceWhilePurserIsAway() {
    server.unavailable(true);
    try (Purser purser = Purser.client(server.url(), "key", folder)) {
      try (TrackedTask task = purser.task(AGENT, "ticket-4711")) {
        assertThat(task.intentId()).isNull();
        assertThat(task.meter().recordCost(Usd.of("0.6")).counted()).isFalse();
        assertThatThrownBy(() -> task.meter().recordCost(Usd.of("0.5")))
            .isInstanceOf(Parked.class)
            .hasMessageContaining("Purser is away");
      }
      assertThat(purser.waitingReports()).isEqualTo(2);
      server.unavailable(false);
    }
    assertThat(server.received())
        .filteredOn(report -> report.path("cost_usd").asDouble() > 0)
        .hasSize(2)
        .allSatisfy(
            (JsonNode report) -> {
              assertThat(report.path("task").asText()).isEqualTo("ticket-4711");
              assertThat(report.has("intent_id") || report.has("delivery")).isFalse();
            });
  }

  @Test
  void whatIsOverIsNotBegunAnewByALateCall() {
    try (Purser purser = Purser.client(server.url(), "key", folder);
        TrackedTask task = purser.task(AGENT, "ticket-4711")) {
      task.complete();
      assertThatThrownBy(() -> task.meter().recordCost(Usd.of("0.01")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task ticket-4711 of " + AGENT + " is over: open it anew");
    }
  }

  @Test
  void aWrongKeyIsSaidAtOnce() {
    server.refuse(401, "unauthorized");
    try (Purser purser = Purser.client(server.url(), "key", folder)) {
      assertThatThrownBy(() -> purser.task(AGENT, "t"))
          .isInstanceOf(PurserRefused.class)
          .hasMessageContaining("this key is refused");
      assertThatThrownBy(() -> purser.task("bot", "t"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> purser.task(AGENT, " "))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a task must have a name");
    }
  }
}
