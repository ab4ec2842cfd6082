package dev.purser.ledger.intake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.price.ModelPrice;
import dev.purser.domain.price.PriceBook;
import dev.purser.domain.price.PriceFile;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A ledger of its own for one test, with short ways to say what happens. */
final class World implements AutoCloseable {
  static final AgentAddress BOT = new AgentAddress("agent://myorg/production/research-agent");
  static final AgentAddress OTHER = new AgentAddress("agent://myorg/production/other");
  static final ZoneId UTC = ZoneId.of("UTC");

  final LedgerSettings settings = TestDatabase.fresh();
  final Ledger ledger = Ledger.open(settings);
  private volatile PriceBook prices = new PriceBook(PriceFile.load());
  private final List<Intake> more = new ArrayList<>();
  private final List<HikariDataSource> sources = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private Intake intake;

  World() {
    intake = another();
  }

  /** A further api-server on the same database. */
  Intake another() {
    return start(source(), LedgerClock.OF_DATABASE);
  }

  Intake start(DataSource source, LedgerClock clock) {
    Intake another = Intake.start(source, settings, () -> prices, clock);
    more.add(another);
    return another;
  }

  /** From the beginning of time this model costs so much per million tokens. */
  void price(String model, String input, String output) {
    List<ModelPrice> all = new ArrayList<>(PriceFile.load());
    all.add(
        new ModelPrice(
            null,
            model,
            List.of(),
            List.of(),
            null,
            0,
            new BigDecimal(input),
            new BigDecimal(output),
            null,
            null,
            null));
    prices = new PriceBook(all);
  }

  /** From now on this is the time. */
  void at(Clock clock) {
    intake = start(source(), clock);
  }

  /** Connections as the ledger has them: few, and kept. */
  DataSource source() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(4);
    HikariDataSource source = new HikariDataSource(config);
    sources.add(source);
    return source;
  }

  Intake intake() {
    return intake;
  }

  /** A clock that a test sets. */
  static final class Clock implements LedgerClock {
    private volatile Instant now;

    Clock(String now) {
      this.now = Instant.parse(now);
    }

    void set(String time) {
      now = Instant.parse(time);
    }

    @Override
    public Instant now(Connection unused) {
      return now;
    }
  }

  static Usd usd(String dollars) {
    return Usd.of(dollars);
  }

  void policy(AgentAddress agent, Rule... rules) {
    policy(Policy.of(agent.value(), 0, UTC, List.of(rules)));
  }

  void policy(Policy policy) {
    ledger.policies().put(policy, null, "admin");
  }

  static Policy total(Scope scope, Rule... rules) {
    Policy each = Policy.of(scope.value(), 0, UTC, List.of(rules));
    return new Policy(
        each.owner(),
        0,
        Applies.TOTAL,
        UTC,
        each.rules(),
        each.inFlight(),
        each.unpriced(),
        null,
        each.mode());
  }

  <R> R submit(Request<R> request) {
    return submit(intake, request);
  }

  static <R> R submit(Intake intake, Request<R> request) {
    try {
      return intake.submit(request).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  UUID intent(AgentAddress agent) {
    return intent(agent, null, null);
  }

  UUID intent(AgentAddress agent, @Nullable String task, @Nullable Usd limit) {
    return submit(create(agent, task, limit)).intentId();
  }

  Request.Create create(AgentAddress agent, @Nullable String task, @Nullable Usd limit) {
    return new Request.Create(
        agent,
        UUID.randomUUID(),
        null,
        "hash",
        "someone",
        "someone",
        null,
        "work.do.v1",
        UUID.randomUUID(),
        null,
        null,
        "{}",
        task,
        Map.of(),
        limit,
        null,
        null,
        3);
  }

  Outcome.Reported report(AgentAddress agent, @Nullable UUID intent, String dollars) {
    return submit(cost(agent, intent, null, dollars));
  }

  Outcome.Reported reportTask(AgentAddress agent, String task, String dollars) {
    return submit(cost(agent, null, task, dollars));
  }

  Request.Report cost(
      AgentAddress agent, @Nullable UUID intent, @Nullable String task, String dollars) {
    return report(agent, intent, task, "r-" + count.incrementAndGet(), usd(dollars));
  }

  static Request.Report report(
      AgentAddress agent, @Nullable UUID intent, @Nullable String task, String id, Usd amount) {
    return new Request.Report(
        agent,
        intent,
        task,
        id,
        false,
        "hash of " + amount,
        amount,
        null,
        null,
        0,
        null,
        null,
        null);
  }

  Request.Report usage(AgentAddress agent, @Nullable UUID intent, Usage usage) {
    return new Request.Report(
        agent,
        intent,
        null,
        "r-" + count.incrementAndGet(),
        false,
        "hash",
        null,
        usage,
        null,
        0,
        null,
        null,
        null);
  }

  Outcome.Authorized authorize(AgentAddress agent, @Nullable UUID intent, String dollars) {
    return submit(ask(agent, intent, null, dollars));
  }

  static Request.Authorize ask(
      AgentAddress agent, @Nullable UUID intent, @Nullable String task, String dollars) {
    return new Request.Authorize(
        agent,
        intent,
        task,
        UUID.randomUUID(),
        "hash",
        usd(dollars),
        null,
        Duration.ofMinutes(10),
        false);
  }

  /** A resume of the bot by someone who knows how it stands. */
  static Request.Resume resume(@Nullable String grant, String key) {
    return new Request.Resume(BOT, null, grant == null ? null : usd(grant), key, null, "ops", null);
  }

  /** A report that settles an authorization. */
  Request.Report settling(AgentAddress agent, @Nullable UUID intent, UUID id, String dollars) {
    Request.Report plain = cost(agent, intent, null, dollars);
    return new Request.Report(
        agent,
        intent,
        null,
        plain.reportId(),
        false,
        plain.hash(),
        plain.cost(),
        null,
        null,
        0,
        id,
        null,
        null);
  }

  /** The one number that a query gives. */
  long number(String sql) {
    return ledger
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).findOne().orElse(-1L));
  }

  String text(String sql) {
    return ledger
        .jdbi()
        .withHandle(
            handle -> handle.createQuery(sql).mapTo(String.class).findOne().orElse("nothing"));
  }

  List<String> texts(String sql) {
    return ledger.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  void execute(String sql) {
    ledger.jdbi().useHandle(handle -> handle.execute(sql));
  }

  @Override
  public void close() {
    more.forEach(Intake::close);
    sources.forEach(HikariDataSource::close);
    ledger.close();
  }
}
