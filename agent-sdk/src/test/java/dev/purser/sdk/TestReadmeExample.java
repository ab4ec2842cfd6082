package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.purser.domain.money.Usd;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.client.WorkflowStub;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent that README shows compiles and works, in a JVM of its own. */
class TestReadmeExample {
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\\n(.*?public final class (\\w+).*?)```", Pattern.DOTALL);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void compilesAndAnswersATicket() throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(example.find()).isTrue();
    compile(example.group(1), example.group(2));
    HttpServer model = model();
    try (TemporalWorld world = new TemporalWorld();
        FakePurser purser = new FakePurser()) {
      Process agent = run(example.group(2), world, purser, model);
      try {
        String intent = UUID.randomUUID().toString();
        CourierWorkflow courier = world.start(Bench.delivery(intent, null, null));
        await("answered")
            .atMost(LONGEST)
            .until(() -> !agent.isAlive() || purser.spent(intent).isPositive());
        DeliveryResult result = WorkflowStub.fromTyped(courier).getResult(DeliveryResult.class);
        assertThat(result.outcome()).isEqualTo(DeliveryResult.COMPLETED);
        assertThat(result.result()).contains("Restart it.");
        assertThat(purser.spent(intent)).isEqualTo(Usd.ofNanos(1_000L * 120));
        assertThat(purser.authorizations().values()).containsExactly("settled");
      } finally {
        agent.destroyForcibly();
      }
    } finally {
      model.stop(0);
    }
  }

  private void compile(String source, String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null,
            null,
            null,
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            file.toString());
    assertThat(status).isZero();
  }

  private static HttpServer model() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        "{\"text\": \"Restart it.\", \"tokens_in\": 120, \"tokens_out\": 4}"
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Process run(String main, TemporalWorld world, FakePurser purser, HttpServer model)
      throws IOException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    String path = folder + File.pathSeparator + System.getProperty("java.class.path");
    ProcessBuilder builder = new ProcessBuilder(List.of(java, "-cp", path, main));
    builder.environment().put("PURSER_URL", purser.url());
    builder.environment().put("PURSER_API_KEY", "key");
    builder.environment().put("TEMPORAL_ADDRESS", world.target());
    builder
        .environment()
        .put("MODEL_URL", "http://127.0.0.1:" + model.getAddress().getPort() + "/");
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("agent.log").toFile())
        .start();
  }
}
