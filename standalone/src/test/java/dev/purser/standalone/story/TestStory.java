package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.standalone.up.Standalone;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story on everything in one process, and over a restart of all of it. */
final class TestStory {
  @TempDir Path folder;

  @Test
  void stopsARunawayAgentAtFiftyDollarsOnTheInProcessServer() {
    tellWithARestartInBetween("embedded");
  }

  @Test
  @Tag("temporal")
  void stopsARunawayAgentAtFiftyDollarsOnARealServer() {
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    tellWithARestartInBetween("dev");
  }

  private void tellWithARestartInBetween(String temporal) {
    Standalone.Options options = new Standalone.Options(folder, Ports.anyFree(), temporal);
    Story story;
    String intent;
    try (Standalone purser = Standalone.start(options)) {
      story = new Story(purser.client(), Story.CALL);
      // Said again in figures: the calls that reach $5.01, $50.01 and $60.00.
      assertThat(story.callsTo(new BigDecimal("5"))).isEqualTo(167);
      assertThat(story.callsTo(new BigDecimal("50"))).isEqualTo(1_667);
      assertThat(story.callsTo(new BigDecimal("60"))).isEqualTo(2_000);
      intent = story.runAway();
    }
    try (Standalone purser = Standalone.start(options)) {
      assertThat(story.intent(intent).path("status").asText()).isEqualTo("WAITING");
      assertThat(story.agentNow().path("status").asText()).isEqualTo("PAUSED");
      assertThat(purser.url()).isEqualTo("http://127.0.0.1:" + options.port());

      story.releaseAndStopAgain(intent);
      story.kill(intent);
    }
  }
}
