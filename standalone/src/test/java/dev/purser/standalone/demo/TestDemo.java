package dev.purser.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.standalone.Purser;
import dev.purser.standalone.story.UpProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TestDemo {
  @Test
  void playsTheFridayNightToItsEnd() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Purser.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));

    assertThat(commandLine.execute("demo")).as("%s%s", out, err).isZero();

    assertThat(out.toString())
        .containsSubsequence(
            "$ ./purser policy set agent://myorg/production/research-agent",
            "gpt-4        $9.20  73.8 %",
            "gpt-4o       $2.85  22.9 %",
            "gpt-4o-mini  $0.42   3.4 %",
            "call   167    $5.01  CONTINUE  alert",
            "call 1,667   $50.01  PARK",
            "$ ./purser why ",
            "WAITING since ",
            "$ ./purser agents",
            "$50.01",
            "PAUSED",
            "$ ./purser resume agent://myorg/production/research-agent --grant 10",
            "$50.04  CONTINUE  it goes on",
            "$ ./purser kill agent://myorg/production/research-agent",
            "CANCELED");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void leavesNothingBehindWhereItIsToldToEnd(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder command = UpProcess.command("demo");
    command.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder);
    Process demo =
        command.redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile())).start();
    List<ProcessHandle> started = new ArrayList<>();
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> Files.readString(output).contains("purser policy set"));
      demo.descendants().forEach(started::add);
      started.add(postmaster(directories(folder).get(0)));
      demo.destroy();
      assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
      // PostgreSQL has ended when its file is gone; somebody has yet to be told of it.
      await().until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(directories(folder)).isEmpty();
    } finally {
      demo.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<Path> directories(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(path -> path.getFileName().toString().matches("purser-[0-9]+")).toList();
    }
  }

  private static ProcessHandle postmaster(Path directory) throws IOException {
    Path file = directory.resolve("postgres").resolve("postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip())).orElseThrow();
  }
}
