package dev.purser.sdk;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A worker for one agent: takes its intents from Temporal, hands each to the handler with a meter
 * and a checkpoint, and stops it when Purser says so. At the end of the JVM it closes by itself;
 * reports that Purser does not have then wait on disk for the next start.
 *
 * <pre>{@code
 * PurserAgent agent = PurserAgent.builder()
 *     .address("agent://myorg/production/research-agent")
 *     .purser("http://127.0.0.1:8080", apiKey)
 *     .temporal("127.0.0.1:7233")
 *     .handler(intent -> intent.meter().call(Usd.of("0.05"), call -> …, answer -> Spend.of(…)))
 *     .start();
 * }</pre>
 */
public final class PurserAgent implements AutoCloseable {
  private static final int BACKGROUND_THREADS = 4;

  private final @Nullable WorkflowServiceStubs ownStubs;
  private final WorkerFactory factory;
  private final Polling polling;
  private final ScheduledThreadPoolExecutor scheduler;
  private final Spool spool;
  private final Deliverer deliverer;
  private final SignOfLife life;
  private final Duration grace;
  private final Thread atExit = new Thread(this::exit, "purser-agent-exit");
  private volatile boolean closed;

  private PurserAgent(
      Builder builder, AgentAddress address, IntentHandler handler, Http http, SignOfLife life) {
    this.grace = builder.grace;
    this.life = life;
    this.scheduler = background();
    this.spool = new Spool(http, builder.disk(address), builder.spoolCapacity, grace);
    this.deliverer =
        new Deliverer(
            handler,
            http,
            spool,
            new Heart(scheduler, builder.heartbeat),
            scheduler,
            builder.offlineLimit,
            builder.authorizationTtl,
            builder.onDenied);
    WorkflowClient client = builder.client;
    this.ownStubs = client == null ? connect(Builder.given(builder.target, "temporal")) : null;
    this.factory =
        WorkerFactory.newInstance(
            client == null
                ? client(Builder.given(ownStubs, "temporal"), builder)
                : speaking(client));
    this.polling = new Polling(factory, address.value());
    Worker worker = factory.newWorker(TaskQueues.agent(address), options(builder));
    worker.registerActivitiesImplementations(deliverer);
  }

  public static Builder builder() {
    return new Builder();
  }

  static ScheduledThreadPoolExecutor background() {
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

  private void start(Gate gate) {
    Runtime.getRuntime().addShutdownHook(atExit);
    gate.keptBy(new Keeper());
    String refusal = polling.refusal();
    if (refusal != null) {
      close();
      throw new IllegalStateException(refusal);
    }
    every(SignOfLife.TICK, life::show);
    every(Polling.TICK, polling::show);
  }

  private void every(Duration tick, Runnable act) {
    long millis = tick.toMillis();
    var unused = scheduler.scheduleWithFixedDelay(act, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Has Temporal hand intents to this worker, or not. */
  private final class Keeper implements Gate.Keeper {
    @Override
    public void open() {
      if (closed) {
        return;
      }
      deliverer.take();
      polling.open();
    }

    @Override
    public void close(String why) {
      polling.close();
      deliverer.giveBack(why);
    }
  }

  /**
   * How many reports Purser does not have yet: those under way just now, and while it does not
   * answer all since. The log says once a minute how many wait, and when Purser takes them again.
   */
  public int waitingReports() {
    return spool.size();
  }

  /** What those reports come to, by the sdk's list prices where they tell no amount. */
  public Usd waitingUsd() {
    return spool.worth();
  }

  /**
   * Gives the intents at work back, sends what is to be sent, and lets go of Temporal. A call that
   * does not end meanwhile is reported at what is known of it. The log says what could not be sent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    forgetExit();
    deliverer.giveBack("this worker stops");
    factory.shutdown();
    factory.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    factory.shutdownNow();
    deliverer.settle();
    spool.close();
    scheduler.shutdownNow();
    if (ownStubs != null) {
      ownStubs.shutdownNow();
    }
  }

  private void forgetExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is what runs now.
    }
  }

  /** A logging library may have ended already: what became of money is also said where it shows. */
  private void exit() {
    close();
    spool.rest().forEach(System.err::println);
  }

  /** What an agent is made of: address, Purser, Temporal and handler are required. */
  public static final class Builder {
    private @Nullable AgentAddress address;
    private @Nullable Servers purser;
    private @Nullable String apiKey;
    private @Nullable WorkflowClient client;
    private @Nullable String target;
    private @Nullable IntentHandler handler;
    private String namespace = "default";
    private int concurrency = 100;
    private Usd offlineLimit = Usd.of("1");
    private int spoolCapacity = 10_000;
    private @Nullable Path spoolDirectory = Path.of(".purser-spool");
    private Duration heartbeat = Duration.ofMillis(150);
    private Duration authorizationTtl = Duration.ofMinutes(10);
    private OnDenied onDenied = OnDenied.PARK;
    private Duration httpTimeout = Duration.ofSeconds(10);
    private Duration grace = Duration.ofSeconds(10);

    private Builder() {}

    /** Whose intents it takes: {@code agent://org/workspace/name}. */
    public Builder address(String value) {
      address = AgentAddress.parse(value);
      return this;
    }

    /**
     * Where Purser's API is, and the agent's key to it. Several servers of one ledger stand with
     * commas between: when one does not answer, the next is asked.
     */
    public Builder purser(String urls, String key) {
      purser = Servers.of(urls);
      apiKey = Http.key(key);
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

    /**
     * Where reports that wait for Purser outlive this process, to be sent by the next start; {@code
     * .purser-spool} in the working directory. Several agents and replicas may share it.
     */
    public Builder spoolDirectory(Path directory) {
      spoolDirectory = directory;
      return this;
    }

    /** Reports that wait for Purser are in memory alone, and lost with this process. */
    public Builder spoolInMemory() {
      spoolDirectory = null;
      return this;
    }

    private SpoolDisk disk(AgentAddress agent) {
      return spoolDirectory == null
          ? SpoolDisk.none()
          : SpoolDisk.in(spoolDirectory, agent.value());
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

    /** What becomes of a call that a blocking rule denies; it parks its intent. */
    public Builder onDenied(OnDenied choice) {
      onDenied = choice;
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

    /**
     * Asks Purser whether it knows the key and the agent, and begins to take intents. A Purser or a
     * Temporal that does not answer is no failure: the log says so, and intents are taken once it
     * does.
     *
     * @throws PurserRefused where Purser answers that key, address or agent are wrong
     * @throws IllegalStateException where Temporal answers that it does not take this worker, as in
     *     a namespace that is not there
     */
    public PurserAgent start() {
      AgentAddress agent = given(address, "address");
      IntentHandler work = given(handler, "handler");
      Gate gate = new Gate(agent.value());
      Http http = new Http(given(purser, "purser"), given(apiKey, "purser"), httpTimeout, gate);
      if (client == null) {
        given(target, "temporal");
      }
      SignOfLife life = new SignOfLife(http, agent.value(), gate);
      life.check();
      PurserAgent started = new PurserAgent(this, agent, work, http, life);
      started.start(gate);
      return started;
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
