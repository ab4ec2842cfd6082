package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.purser.standalone.up.Standalone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The article's listings, run by Python against a whole Purser. */
final class TestPythonClient {
  private static final Path LIVE = Path.of("..", "clients", "python", "tests", "live.py");

  @Test
  void runsTheArticlesListings() throws Exception {
    assumeTrue(hasPython(), "skipped: there is no python3 on the PATH");
    Standalone purser = Running.instance().purser();
    ProcessBuilder python =
        new ProcessBuilder("python3", LIVE.toAbsolutePath().toString()).redirectErrorStream(true);
    python.environment().put("PURSER_URL", purser.url());
    python.environment().put("PURSER_API_KEY", purser.adminKey());
    Process process = python.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("OK").doesNotContain("skipped");
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
