package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.TemporalServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code purser up} as a process: killed with -9, stopped, started twice, started on a taken port.
 */
final class TestUp {
  private static final BigDecimal CALL = new BigDecimal("0.50");

  @TempDir Path folder;

  private final int port = Ports.anyFree();

  @Test
  void goesOnAfterKillNineWithTheInProcessServer() throws Exception {
    goesOnAfterKillNine("embedded");
  }

  @Test
  @Tag("temporal")
  void goesOnAfterKillNineWithARealServer() throws Exception {
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    goesOnAfterKillNine("dev");
  }

  /** Nothing acknowledged is lost, paused stays paused, parked intents are there again. */
  private void goesOnAfterKillNine(String temporal) throws Exception {
    String parked;
    Story story;
    long acknowledged;
    String spender = "agent://myorg/production/spender";
    try (UpProcess up = UpProcess.start(folder, port, temporal)) {
      story = new Story(up.client(), CALL);
      parked = story.runAway();
      acknowledged = killWhileReporting(up, spender);
    }
    try (UpProcess up = UpProcess.start(folder, port, temporal)) {
      PurserClient client = up.client();
      // The last report may have been counted and its answer lost with the process.
      JsonNode agent = client.get(Target.agentPath(spender)).path("agent");
      assertThat(agent.path("today_usd").decimalValue())
          .isBetween(
              CALL.multiply(BigDecimal.valueOf(acknowledged)),
              CALL.multiply(BigDecimal.valueOf(acknowledged + 1)));

      assertThat(story.agentNow().path("status").asText()).isEqualTo("PAUSED");
      assertThat(story.intent(parked).path("status").asText()).isEqualTo("WAITING");
      story.releaseAndStopAgain(parked);
      assertThat(up.stop()).isIn(0, 143);
      assertThat(Files.exists(folder.resolve("postgres").resolve("postmaster.pid"))).isFalse();
      assertThat(Files.exists(folder.resolve("temporal.pid"))).isFalse();
    }
  }

  /** Reports until the process is killed under it; how many were acknowledged. */
  private static long killWhileReporting(UpProcess up, String agent) throws Exception {
    PurserClient client = up.client();
    AtomicLong acknowledged = new AtomicLong();
    AtomicBoolean ended = new AtomicBoolean();
    Thread reporter =
        new Thread(
            () -> {
              ObjectNode report = PurserClient.object();
              report.put("agent", agent);
              report.put("cost_usd", CALL);
              try {
                while (client.exchange("POST", "/v1/mesh/metrics", report, Map.of()).ok()) {
                  acknowledged.incrementAndGet();
                }
              } catch (RuntimeException e) {
                ended.set(true);
              }
            });
    reporter.start();
    while (acknowledged.get() < 100) {
      Thread.onSpinWait();
    }
    up.kill();
    reporter.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(ended).isTrue();
    return acknowledged.get();
  }

  @Test
  void refusesASecondOneOnTheSameDirectoryAndATakenPortInOneLine() throws Exception {
    try (UpProcess up = UpProcess.start(folder, port, "embedded")) {
      assertThat(up.output())
          .contains("http://127.0.0.1:" + port, folder.resolve("admin.key").toString());
      assertThat(refusal(folder, Ports.anyFree()))
          .isEqualTo(
              "purser: the data directory "
                  + folder
                  + " is in use by another purser; stop it first");
    }
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(Ports.loopback(), port));
      assertThat(refusal(folder, port))
          .isEqualTo(
              "purser: port "
                  + port
                  + " is taken; stop what listens there, or choose another with --port");
    }
  }

  private static String refusal(Path folder, int port) throws IOException, InterruptedException {
    Process process =
        UpProcess.command("up", "--data", folder.toString(), "--port", "" + port)
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.equals("purser: starting …"))
            .toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }
}
