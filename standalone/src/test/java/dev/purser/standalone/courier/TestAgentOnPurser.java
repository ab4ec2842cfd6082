package dev.purser.standalone.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.purser.domain.money.Usd;
import dev.purser.sdk.Authorization;
import dev.purser.sdk.IntentContext;
import dev.purser.sdk.IntentHandler;
import dev.purser.sdk.PurserAgent;
import dev.purser.sdk.PurserRefused;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.up.Standalone;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent written with the sdk, against everything in one process. */
final class TestAgentOnPurser {
  private static final Usd CALL = Usd.of("0.03");
  private static final String DAY =
      "{\"rules\": [{\"period\": \"day\", \"limit_usd\": 1, \"action\": \"pause\"}]}";
  private static final Duration LONGEST = Duration.ofSeconds(90);

  @TempDir static Path folder;
  private static Standalone purser;

  private final String agent = "agent://myorg/production/" + UUID.randomUUID();

  @BeforeAll
  static void open() {
    purser = Standalone.start(new Standalone.Options(folder, Ports.anyFree(), "embedded"));
  }

  @AfterAll
  static void shut() {
    purser.close();
  }

  private PurserAgent work(IntentHandler handler) {
    return work(handler, purser.url());
  }

  private PurserAgent work(IntentHandler handler, String url) {
    return PurserAgent.builder()
        .address(agent)
        .purser(url, purser.adminKey())
        .temporal(purser.temporal().target())
        .spoolDirectory(folder.resolve("spool"))
        .handler(handler)
        .start();
  }

  private String create() {
    ObjectNode intent = PurserClient.object();
    intent.put("intent_type", "ticket.answer.v1");
    intent.put("correlation_id", UUID.randomUUID().toString());
    intent.put("to_agent", agent);
    intent.putObject("payload").put("steps", 60);
    return purser.client().post("/v1/intents", intent).path("intent_id").asText();
  }

  private JsonNode intent(String id) {
    return purser.client().get("/v1/intents/" + id).path("intent");
  }

  private void awaitStatus(String id, String status) {
    await(status).atMost(LONGEST).until(() -> intent(id).path("status").asText().equals(status));
  }

  /** Each step is a call of $0.03, then a checkpoint. */
  private static Object steps(IntentContext context) {
    JsonNode last = context.checkpoint().last();
    int step = last == null ? 0 : last.path("step").asInt();
    for (; step < context.payload().path("steps").asInt(); step++) {
      context.meter().recordCost(CALL);
      context.checkpoint().save(Map.of("step", step + 1));
    }
    return Map.of("steps", step, "delivery", context.delivery());
  }

  @Test
  void isParkedAtItsLimitAndGoesOnFromItsCheckpointWithAGrant() {
    purser.client().setPolicy(agent, DAY);
    try (PurserAgent unused = work(TestAgentOnPurser::steps)) {
      String id = create();
      awaitStatus(id, "WAITING");
      // The 34th call makes $1.02.
      assertThat(intent(id).path("cost_usd").decimalValue()).isEqualByComparingTo("1.02");
      ObjectNode grant = PurserClient.object().put("grant_usd", new BigDecimal("2"));
      purser.client().post(Target.agentPath(agent) + "/resume", grant);
      awaitStatus(id, "COMPLETED");
      // Step 34 was paid for twice: it had been stopped before its checkpoint.
      assertThat(intent(id).path("cost_usd").decimalValue()).isEqualByComparingTo("1.83");
      assertThat(intent(id).path("result").path("steps").asInt()).isEqualTo(60);
      assertThat(intent(id).path("result").path("delivery").asInt()).isEqualTo(2);
    }
  }

  @Test
  void neverPassesItsLimitWhenItAsksFirst() {
    purser.client().setPolicy(agent, DAY);
    IntentHandler asking =
        context -> {
          while (true) {
            try (Authorization leave = context.meter().authorize(CALL)) {
              leave.settle(CALL);
            }
          }
        };
    try (PurserAgent unused = work(asking)) {
      String id = create();
      awaitStatus(id, "WAITING");
      assertThat(intent(id).path("cost_usd").decimalValue()).isEqualByComparingTo("0.99");
    }
  }

  @Test
  void spendsWhatItsPolicyAllowsWhereItHearsNoMoreFromPurser() throws IOException {
    purser.client().setPolicy(agent, "{\"rules\": [], \"offline_usd\": 0.1}");
    AtomicInteger calls = new AtomicInteger();
    IntentHandler spending =
        context -> {
          while (true) {
            calls.incrementAndGet();
            context.meter().recordCost(CALL);
          }
        };
    HttpServer front = front();
    try (PurserAgent unused = work(spending, "http://127.0.0.1:" + front.getAddress().getPort())) {
      front.stop(0);
      String id = create();
      // The fourth call makes $0.12.
      await("it stops by itself").atMost(LONGEST).until(() -> calls.get() == 4);
      await("it was stopped").atMost(LONGEST).until(() -> intent(id).path("delivery").asInt() > 1);
      assertThat(calls.get()).isBetween(4, 8);
      purser.client().post("/v1/intents/" + id + "/kill", PurserClient.object());
    }
  }

  /** Answers as Purser does to an agent that starts, until it is stopped. */
  private static HttpServer front() throws IOException {
    HttpServer front =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.createContext(
        "/",
        exchange -> {
          byte[] answer = "{\"ok\": true}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    front.start();
    return front;
  }

  /** The sentences of a start against the real answers. */
  @Test
  void doesNotStartWithAKeyThatIsNotKnownOrAnotherAgents() {
    PurserAgent.Builder builder =
        PurserAgent.builder()
            .address(agent)
            .temporal(purser.temporal().target())
            .spoolInMemory()
            .handler(context -> null);
    assertThatThrownBy(() -> builder.purser(purser.url(), "nobody").start())
        .isInstanceOf(PurserRefused.class)
        .hasMessageContaining("does not take the key of " + agent);
    ObjectNode key =
        PurserClient.object()
            .put("name", "other")
            .put("role", "agent")
            .put("agent", agent + "-other");
    String others = purser.client().post("/v1/keys", key).path("key").asText();
    assertThatThrownBy(() -> builder.purser(purser.url(), others).start())
        .isInstanceOf(PurserRefused.class)
        .hasMessageContaining("is not " + agent + "'s")
        .hasMessageContaining("this key is for " + agent + "-other");
    assertThatThrownBy(() -> builder.purser(purser.url() + "/v9", "nobody").start())
        .isInstanceOf(PurserRefused.class);
  }

  @Test
  void isInterruptedWhenItsIntentIsKilled() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    IntentHandler waiting =
        context -> {
          working.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return null;
        };
    try (PurserAgent unused = work(waiting)) {
      String id = create();
      assertThat(working.await(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
      long begin = System.nanoTime();
      purser.client().post("/v1/intents/" + id + "/kill", PurserClient.object());
      assertThat(interrupted.await(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
      System.out.printf(
          "a kill over HTTP reached a waiting handler in %d ms%n",
          (System.nanoTime() - begin) / 1_000_000);
      awaitStatus(id, "CANCELED");
    }
  }
}
