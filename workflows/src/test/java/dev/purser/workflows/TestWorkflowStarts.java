package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.workflows.messages.ChannelTest;
import org.junit.jupiter.api.Test;

class TestWorkflowStarts {
  @Test
  void aSummaryIsShownAsItIs() {
    assertThat(summary("pays $5 or $7")).isEqualTo("test of channel pays \\$5 or \\$7");
    assertThat(summary("naïve")).isEqualTo("test of channel na?ve");
  }

  @Test
  void aLongSummaryIsCutBetweenCharacters() {
    assertThat(summary("$".repeat(300))).isEqualTo("test of channel " + "\\$".repeat(92));
    assertThat(summary("x" + "$".repeat(300))).isEqualTo("test of channel x" + "\\$".repeat(91));
  }

  private static String summary(String channel) {
    return WorkflowStarts.channelTest(new ChannelTest(channel, "ann")).getStaticSummary();
  }
}
