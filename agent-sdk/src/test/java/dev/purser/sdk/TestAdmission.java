package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.delivery.DeliveryResult;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Whether Purser lets an agent work: at its start, and later. */
class TestAdmission {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.purser.sdk");

  private static TemporalWorld world;

  private final FakePurser purser = new FakePurser();
  private final String intent = UUID.randomUUID().toString();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private PurserAgent agent;

  @BeforeAll
  static void open() {
    world = new TemporalWorld();
  }

  @AfterAll
  static void shut() {
    world.close();
  }

  @BeforeEach
  void listen() {
    log.start();
    LOGGER.setLevel(Level.INFO);
    LOGGER.addAppender(log);
  }

  @AfterEach
  void close() {
    LOGGER.detachAppender(log);
    LOGGER.setLevel(null);
    if (agent != null) {
      agent.close();
    }
    purser.close();
  }

  private PurserAgent.Builder builder(IntentHandler handler) {
    return PurserAgent.builder()
        .address("agent://org/worker")
        .purser(purser.url(), "key")
        .temporal(world.target())
        .spoolInMemory()
        .grace(Duration.ofSeconds(3))
        .handler(handler);
  }

  private CourierWorkflow deliver() {
    return world.start(Bench.delivery(intent, null, null));
  }

  private static DeliveryResult result(CourierWorkflow courier) {
    return WorkflowStub.fromTyped(courier).getResult(DeliveryResult.class);
  }

  private List<String> said(Level level) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "401, auth_failed, does not take the key of agent://org/worker",
    "403, forbidden, is not agent://org/worker's",
    "404, not_found, 'there is no Purser at http'",
    "422, schema_invalid, refuses agent://org/worker",
  })
  void aStartFailsWithASentence(int status, String code, String sentence) {
    purser.refuse(status, code);
    assertThatThrownBy(() -> builder(context -> null).start())
        .isInstanceOf(PurserRefused.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining(purser.url())
        .hasMessageContaining("this key is refused");
  }

  @Test
  void aStartWaitsForAPurserThatDoesNotAnswerAndSaysSo() {
    purser.die();
    agent = builder(context -> Map.of("done", true)).start();
    assertThat(said(Level.WARN))
        .singleElement()
        .asString()
        .startsWith("Purser does not answer (" + purser.url())
        .endsWith("agent://org/worker takes no intents until it does");
    CourierWorkflow courier = deliver();
    purser.rise();
    assertThat(result(courier).result()).isEqualTo("{\"done\":true}");
  }

  @Test
  void aTemporalThatDoesNotAnswerIsWaitedForHoweverLateBothComeUp() throws IOException {
    int port = freePort();
    purser.die();
    agent = builder(context -> Map.of("done", true)).temporal("127.0.0.1:" + port).start();
    purser.rise();
    await("it is said")
        .atMost(Bench.LONGEST)
        .until(() -> said(Level.WARN).stream().anyMatch(line -> line.startsWith("Temporal")));
    assertThat(said(Level.WARN))
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("Temporal does not answer (127.0.0.1:" + port)
        .endsWith("agent://org/worker takes no intents until it does");
    try (TemporalWorld late = new TemporalWorld(port)) {
      CourierWorkflow courier = late.start(Bench.delivery(intent, null, null));
      assertThat(result(courier).result()).isEqualTo("{\"done\":true}");
      assertThat(said(Level.INFO)).contains("Temporal answers: agent://org/worker takes intents");
      agent.close();
    }
  }

  @Test
  void aStartFailsWithASentenceWhereWhatAnswersIsNotTemporal() throws IOException {
    Server other = NettyServerBuilder.forPort(0).build().start();
    try {
      String target = "127.0.0.1:" + other.getPort();
      assertThatThrownBy(() -> builder(context -> null).temporal(target).start())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "what answers at " + target + " does not take agent://org/worker in Temporal's")
          .hasMessageContaining("namespace default: UNIMPLEMENTED");
    } finally {
      other.shutdownNow();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aStartThatWaitedTakesNothingWhereTheKeyTurnsOutToBeWrong() {
    purser.die();
    purser.refuse(401, "auth_failed");
    agent = builder(context -> Map.of("done", true)).start();
    CourierWorkflow courier = deliver();
    purser.rise();
    await("it is said").atMost(Bench.LONGEST).until(() -> !said(Level.ERROR).isEmpty());
    assertThat(said(Level.ERROR)).singleElement().asString().contains("does not take the key");
    purser.refuse(0, "");
    assertThat(result(courier).result()).isEqualTo("{\"done\":true}");
  }

  @Test
  void aKeyThatIsRevokedStopsDeliveriesAtOnceAndKeepsWhatWasSpent() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger deliveries = new AtomicInteger();
    agent =
        builder(
                context -> {
                  deliveries.incrementAndGet();
                  while (calls.incrementAndGet() < 100) {
                    context.meter().recordCost(Usd.of("0.01"));
                    if (calls.get() == 3) {
                      purser.refuse(401, "auth_failed");
                    }
                  }
                  return "done";
                })
            .start();
    CourierWorkflow courier = deliver();
    DeliveryResult result = result(courier);
    assertThat(result.outcome()).isEqualTo(DeliveryResult.STOPPED);
    assertThat(result.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(courier.lost()).isEmpty();
    assertThat(calls).as("no call more than the one that found out").hasValue(4);
    assertThat(agent.waitingReports()).isEqualTo(1);
    assertThat(said(Level.ERROR))
        .singleElement()
        .asString()
        .contains("agent://org/worker takes no intents", "auth_failed", "this key is refused");

    purser.refuse(0, "");
    await("it is let in")
        .atMost(Bench.LONGEST)
        .until(() -> said(Level.INFO).stream().anyMatch(line -> line.contains("lets agent")));
    assertThat(result(deliver()).outcome()).isEqualTo(DeliveryResult.COMPLETED);
    assertThat(deliveries).hasValue(2);
    assertThat(purser.reports()).hasSize(99);
  }

  @Test
  void aHandlerThatWaitsIsStoppedWhereAnotherLearnsThatTheKeyIsRevoked() {
    CountDownLatch waiting = new CountDownLatch(1);
    agent =
        builder(
                context -> {
                  if (context.intentId().toString().equals(intent)) {
                    waiting.countDown();
                    new CountDownLatch(1).await();
                  }
                  waiting.await();
                  purser.refuse(403, "forbidden");
                  context.meter().authorize(Usd.of("0.01"));
                  return "never";
                })
            .start();
    CourierWorkflow waits = deliver();
    CourierWorkflow asks = world.start(Bench.delivery(UUID.randomUUID().toString(), null, null));
    assertThat(result(asks).directive()).isEqualTo(Directive.CONTINUE);
    assertThat(result(waits).directive()).isEqualTo(Directive.CONTINUE);
    assertThat(waits.lost()).isEmpty();
    assertThat(asks.lost()).isEmpty();
  }

  @Test
  void anotherAgentsKeyFailsNobodysIntents() {
    agent =
        builder(
                context -> {
                  context.meter().recordUsage("foreign", 1, 1);
                  return "never";
                })
            .start();
    CourierWorkflow courier = deliver();
    DeliveryResult result = result(courier);
    assertThat(result.outcome()).isEqualTo(DeliveryResult.STOPPED);
    assertThat(courier.lost()).isEmpty();
    assertThat(agent.waitingReports()).isEqualTo(1);
  }

  @Test
  void aKilledAgentsRefusalIsNotItsKeys() {
    agent =
        builder(
                context -> {
                  purser.refuse(403, "policy_denied");
                  context.meter().authorize(Usd.of("0.01"));
                  return "never";
                })
            .start();
    assertThat(result(deliver()).directive()).isEqualTo(Directive.KILL);
  }
}
