package dev.purser.standalone.act;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.standalone.Purser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Acts from the shell on a Purser whose ledger is away: what is read is refused, words are taken.
 */
final class TestActWithoutLedger {
  private static final String AWAY =
      "{\"detail\":\"the ledger's database cannot be reached now\","
          + "\"error\":{\"code\":\"unavailable\"}}";

  @TempDir Path data;

  /** Whether it leaves the next question, and only that, without an answer. */
  private final AtomicBoolean hanging = new AtomicBoolean();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Files.writeString(data.resolve("admin.key"), "pk_test");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    if (hanging.getAndSet(false)) {
      return;
    }
    boolean reads = exchange.getRequestMethod().equals("GET");
    byte[] body =
        (reads ? AWAY : "{\"ok\":true,\"status\":\"KILLED\",\"journaled\":false}").getBytes(UTF_8);
    exchange.sendResponseHeaders(reads ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void anAgentIsKilledAndTheLedgerIsAskedOnceOnly() {
    String said = kill("agent://org/loops");

    assertThat(said)
        .contains(
            "Kills agent://org/loops, whatever is open there: the ledger does not answer",
            "Done: KILLED (PostgreSQL is away; it is written down when it is back).");
    assertThat(asked)
        .containsExactly(
            "GET /v1/mesh/agents/agent://org/loops", "POST /v1/mesh/agents/agent://org/loops/kill");
  }

  @Test
  void anAgentIsKilledWhereTheLedgerLeavesTheQuestionUnanswered() {
    hanging.set(true);

    assertThat(kill("agent://org/loops")).contains("the ledger does not answer", "Done: KILLED");
  }

  @Test
  void anIntentIsKilled() {
    UUID intent = UUID.randomUUID();

    assertThat(kill(intent.toString())).contains("Kills intent " + intent, "Done: KILLED");
  }

  private String kill(String what) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Purser.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    int exit = command.execute("kill", what, "--yes", "--url", url, "--data", data.toString());
    assertThat(exit).as(err.toString()).isZero();
    return out.toString();
  }
}
