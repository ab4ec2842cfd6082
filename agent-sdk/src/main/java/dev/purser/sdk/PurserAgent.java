package dev.purser.sdk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A worker for one agent: takes its intents from Temporal, hands each to the handler with a meter
 * and a checkpoint, and stops it when Purser says so.
 *
 * <pre>{@code
 * PurserAgent agent = PurserAgent.builder()
 *     .address("agent://myorg/production/research-agent")
 *     .purser("http://127.0.0.1:8080", apiKey)
 *     .temporal("127.0.0.1:7233")
 *     .handler(intent -> { … intent.meter().recordUsage("gpt-4o", 1200, 300); … })
 *     .start();
 * }</pre>
 */
public final class PurserAgent implements AutoCloseable {
  private static final int BACKGROUND_THREADS = 4;
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);

  private final AgentAddress address;
  private final @Nullable WorkflowServiceStubs ownStubs;
  private final WorkerFactory factory;
  private final ScheduledThreadPoolExecutor scheduler;
  private final Http http;
  private final Spool spool;
  private final Deliverer deliverer;
  private final Duration grace;

  private PurserAgent(Builder builder) {
    this.address = Builder.given(builder.address, "address");
    IntentHandler handler = Builder.given(builder.handler, "handler");
    this.grace = builder.grace;
    this.http =
        new Http(
            Builder.given(builder.purser, "purser"),
            Builder.given(builder.apiKey, "purser"),
            builder.httpTimeout);
    this.scheduler = background();
    this.spool = new Spool(http, builder.spoolCapacity, grace);
    this.deliverer =
        new Deliverer(
            handler,
            http,
            spool,
            new Heart(scheduler, builder.heartbeat),
            scheduler,
            builder.offlineLimit,
            builder.authorizationTtl);
    WorkflowClient client = builder.client;
    this.ownStubs = client == null ? connect(Builder.given(builder.target, "temporal")) : null;
    this.factory =
        WorkerFactory.newInstance(
            client == null
                ? client(Builder.given(ownStubs, "temporal"), builder)
                : speaking(client));
    Worker worker = factory.newWorker(TaskQueues.agent(address), options(builder));
    worker.registerActivitiesImplementations(deliverer);
  }

  public static Builder builder() {
    return new Builder();
  }

  private static ScheduledThreadPoolExecutor background() {
    AtomicInteger count = new AtomicInteger();
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            BACKGROUND_THREADS,
            task -> {
              Thread thread = new Thread(task, "purser-agent-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  private static WorkflowServiceStubs connect(String target) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
  }

  private static WorkflowClient client(WorkflowServiceStubs stubs, Builder builder) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(builder.namespace)
            .setDataConverter(PurserDataConverter.create())
            .build());
  }

  /** Temporal's own converter refuses messages that have grown a field; a chosen one is kept. */
  private static WorkflowClient speaking(WorkflowClient client) {
    WorkflowClientOptions options = client.getOptions();
    if (options.getDataConverter()
        != WorkflowClientOptions.getDefaultInstance().getDataConverter()) {
      return client;
    }
    return WorkflowClient.newInstance(
        client.getWorkflowServiceStubs(),
        options.toBuilder().setDataConverter(PurserDataConverter.create()).build());
  }

  /** The throttle lies below the interval, or every other heartbeat would wait a turn. */
  private static WorkerOptions options(Builder builder) {
    Duration throttle = builder.heartbeat.dividedBy(2);
    return WorkerOptions.newBuilder()
        .setMaxConcurrentActivityExecutionSize(builder.concurrency)
        .setMaxHeartbeatThrottleInterval(throttle)
        .setDefaultHeartbeatThrottleInterval(throttle)
        .build();
  }

  private void start() {
    factory.start();
    var unused =
        scheduler.scheduleWithFixedDelay(
            this::showLife, 0, SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void showLife() {
    ObjectNode body = Http.JSON.createObjectNode().put("agent", address.value());
    try {
      http.post("/v1/mesh/heartbeat", body);
    } catch (Http.Away | RuntimeException e) {
      // The next one comes; a scheduled task that throws would not run again.
    }
  }

  /** How many reports wait because Purser does not answer. */
  public int waitingReports() {
    return spool.size();
  }

  /** Gives the intents at work back, sends what is to be sent, and lets go of Temporal. */
  @Override
  public void close() {
    deliverer.close();
    factory.shutdown();
    factory.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    factory.shutdownNow();
    spool.close();
    scheduler.shutdownNow();
    if (ownStubs != null) {
      ownStubs.shutdownNow();
    }
  }

  /** What an agent is made of: address, Purser, Temporal and handler are required. */
  public static final class Builder {
    private @Nullable AgentAddress address;
    private @Nullable URI purser;
    private @Nullable String apiKey;
    private @Nullable WorkflowClient client;
    private @Nullable String target;
    private @Nullable IntentHandler handler;
    private String namespace = "default";
    private int concurrency = 100;
    private Usd offlineLimit = Usd.of("1");
    private int spoolCapacity = 10_000;
    private Duration heartbeat = Duration.ofMillis(150);
    private Duration authorizationTtl = Duration.ofMinutes(10);
    private Duration httpTimeout = Duration.ofSeconds(10);
    private Duration grace = Duration.ofSeconds(10);

    private Builder() {}

    /** Whose intents it takes: {@code agent://org/workspace/name}. */
    public Builder address(String value) {
      address = AgentAddress.parse(value);
      return this;
    }

    /** Where Purser's API is, and the agent's key to it. */
    public Builder purser(String url, String key) {
      purser = URI.create(url);
      apiKey = key;
      return this;
    }

    /** Where Temporal is, {@code host:port}; for TLS and keys give a client. */
    public Builder temporal(String address) {
      target = address;
      return this;
    }

    /** A client for Temporal; stays open when the agent closes. */
    public Builder temporal(WorkflowClient given) {
      client = given;
      return this;
    }

    /** Temporal's namespace, where no client is given; {@code default} unless said otherwise. */
    public Builder namespace(String name) {
      namespace = name;
      return this;
    }

    public Builder handler(IntentHandler work) {
      handler = work;
      return this;
    }

    /** How many intents are worked on at once; 100 unless said otherwise. */
    public Builder concurrency(int atOnce) {
      concurrency = atLeastOne("concurrency", atOnce);
      return this;
    }

    /** What an intent may spend while Purser does not answer and no policy says; $1. */
    public Builder offlineUsd(Usd most) {
      offlineLimit = most;
      return this;
    }

    /** How many reports may wait for Purser before intents are stopped; 10,000. */
    public Builder spoolCapacity(int reports) {
      spoolCapacity = atLeastOne("spoolCapacity", reports);
      return this;
    }

    /** How often a delivery's heartbeat asks whether it must stop; 150 ms. */
    public Builder heartbeat(Duration interval) {
      heartbeat = positive("heartbeat", interval);
      return this;
    }

    /** How long an authorization lasts that nobody extends: 30 s to 1 h; 10 min. */
    public Builder authorizationTtl(Duration ttl) {
      authorizationTtl = positive("authorizationTtl", ttl);
      return this;
    }

    /** How long Purser may take to answer before it counts as away; 10 s. */
    public Builder httpTimeout(Duration timeout) {
      httpTimeout = positive("httpTimeout", timeout);
      return this;
    }

    /** How long a close waits for handlers, and again for reports; 10 s. */
    public Builder grace(Duration time) {
      grace = positive("grace", time);
      return this;
    }

    /** Begins to take intents. */
    public PurserAgent start() {
      PurserAgent agent = new PurserAgent(this);
      agent.start();
      return agent;
    }

    private static int atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + value);
      }
      return value;
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be positive, not " + value);
      }
      return value;
    }

    private static <T> T given(@Nullable T value, String name) {
      if (value == null) {
        throw new IllegalStateException(name + " is missing: call " + name + "(…) before start()");
      }
      return value;
    }
  }
}
