package dev.purser.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.standalone.Purser;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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
}
