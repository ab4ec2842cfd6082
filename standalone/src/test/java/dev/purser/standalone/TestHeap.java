package dev.purser.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command states the heap of what it starts. */
final class TestHeap {

  @ParameterizedTest
  @ValueSource(strings = {"lots", "0g", "2", "2g -version"})
  void aHeapThatIsNoneIsRefusedByName(String heap) throws Exception {
    ProcessBuilder purser = new ProcessBuilder("../purser", "up").redirectErrorStream(true);
    purser.environment().put("PURSER_HEAP", heap);
    Process refused = purser.start();
    String said = new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(refused.waitFor()).isEqualTo(1);
    assertThat(said)
        .contains("PURSER_HEAP must be the most memory of its Java heap, such as 512m or 2g")
        .endsWith("not " + heap + "\n");
  }
}
