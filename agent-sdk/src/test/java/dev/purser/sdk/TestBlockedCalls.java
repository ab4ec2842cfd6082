package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that wait for a model that never answers, and are killed. */
class TestBlockedCalls {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static TemporalWorld world;

  private final FakePurser purser = new FakePurser();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicReference<Throwable> heard = new AtomicReference<>();
  private final AtomicReference<String> reason = new AtomicReference<>();
  private ServerSocket model;
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
  void listen() throws IOException {
    // Connections are accepted by the system, and nobody reads them.
    model = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    purser.says("KILL", "loops over the same tickets");
  }

  @AfterEach
  void close() throws IOException {
    agent.close();
    model.close();
    purser.close();
  }

  private String url() {
    return "http://127.0.0.1:" + model.getLocalPort() + "/v1/chat";
  }

  /** Kills the handler while it blocks, and says how long it took to end. */
  private Duration kill(IntentHandler handler) {
    agent =
        PurserAgent.builder()
            .address("agent://org/worker")
            .purser(purser.url(), "key")
            .temporal(world.target())
            .handler(
                context -> {
                  try {
                    return handler.handle(context);
                  } catch (Exception e) {
                    heard.set(e);
                    reason.set(context.cancellation().reason());
                    throw e;
                  }
                })
            .start();
    CourierWorkflow courier = world.start(Bench.delivery(UUID.randomUUID().toString(), null, null));
    await("the handler waits").atMost(Bench.LONGEST).until(() -> asked.getCount() == 0);
    long before = System.nanoTime();
    courier.stop();
    DeliveryResult result = WorkflowStub.fromTyped(courier).getResult(DeliveryResult.class);
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(result.outcome()).isEqualTo(DeliveryResult.STOPPED);
    assertThat(reason).hasValue("loops over the same tickets");
    return took;
  }

  @Test
  void aCallOfOkHttpEndsWithTheActionRegisteredForIt() {
    OkHttpClient client = new OkHttpClient.Builder().readTimeout(Duration.ofMinutes(5)).build();
    Duration took =
        kill(
            context -> {
              Call call = client.newCall(new Request.Builder().url(url()).build());
              try (CancellationToken.Registration unused = context.onStop(call::cancel)) {
                asked.countDown();
                try (Response response = call.execute()) {
                  return response.code();
                }
              }
            });
    assertThat(heard.get()).isInstanceOf(IOException.class);
    show("OkHttp, onStop(call::cancel)", took);
  }

  @Test
  void aCallOfTheJdkIsInterrupted() {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url())).build();
    Duration took =
        kill(
            context -> {
              asked.countDown();
              return client.send(request, BodyHandlers.ofString()).statusCode();
            });
    assertThat(heard.get()).isInstanceOf(InterruptedException.class);
    show("java.net.http, by interrupt", took);
  }

  @Test
  void aThreadThatSleepsIsInterrupted() {
    Duration took =
        kill(
            context -> {
              asked.countDown();
              Thread.sleep(Duration.ofMinutes(5).toMillis());
              return null;
            });
    assertThat(heard.get()).isInstanceOf(InterruptedException.class);
    show("a sleeping thread, by interrupt", took);
  }

  @Test
  void aLoopHearsTheReasonThatThePersonGave() {
    Duration took =
        kill(
            context -> {
              asked.countDown();
              while (true) {
                context.meter().throwIfStopped();
                Thread.onSpinWait();
              }
            });
    assertThat(heard.get()).isInstanceOf(Killed.class).hasMessage("loops over the same tickets");
    show("a loop that asks the meter", took);
  }

  private static void show(String how, Duration took) {
    System.out.printf("%s: ended %d ms after the kill%n", how, took.toMillis());
    assertThat(took).isLessThan(SOON);
  }
}
