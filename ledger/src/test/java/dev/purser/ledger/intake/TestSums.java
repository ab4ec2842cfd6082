package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was acknowledged is what every sum says, whoever else was at work. */
class TestSums {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** Entries add up to every account, window, quarter-hour and rollup. */
  static void assertAgree(World world) {
    assertThat(
            world.texts(
                """
                select a.kind || ' ' || a.name || ' ' || a.posted || ' ' || coalesce(e.sum, 0)
                from account a left join (
                  select account, sum(amount) from entry, unnest(accounts) as account
                  group by account) e on e.account = a.id
                where a.posted <> coalesce(e.sum, 0)
                """))
        .as("accounts")
        .isEmpty();
    assertThat(
            world.texts(
                """
                select a.name || ' ' || w.period || ' ' || w.posted from window_sum w
                join account a on a.id = w.account_id
                where w.posted <> (
                  select coalesce(sum(e.amount), 0) from entry e
                  where e.accounts @> array[w.account_id]
                    and e.window_at >= w.starts_at and e.window_at < w.ends_at)
                """))
        .as("windows")
        .isEmpty();
    assertThat(
            world.texts(
                """
                select a.name || ' ' || a.posted from account a
                where a.kind in ('task', 'agent', 'scope') and a.posted <> (
                  select coalesce(sum(q.posted), 0) from quarter_sum q where q.account_id = a.id)
                """))
        .as("quarter-hours")
        .isEmpty();
    assertThat(
            world.texts(
                """
                select a.name || ' ' || a.posted from account a
                where a.kind in ('agent', 'scope')
                  and not exists (select from entry e
                    where e.pricing = 'correction' and e.accounts @> array[a.id])
                  and a.posted <> (
                    select coalesce(sum(m.posted), 0) from minute_sum m where m.account_id = a.id)
                """))
        .as("minutes, of which none is two hours old yet")
        .isEmpty();
    assertThat(
            world.texts(
                """
                select g.address from agent g
                where (select coalesce(sum(amount), 0) from entry e where e.agent_id = g.id)
                  <> (select coalesce(sum(cost), 0) from rollup r where r.agent_id = g.id)
                """))
        .as("rollups")
        .isEmpty();
    assertThat(
            world.texts(
                """
                select a.name from account a join agent g on g.address = a.name
                where a.kind = 'agent' and
                  (select coalesce(sum(q.assumed), 0) from quarter_sum q where q.account_id = a.id)
                  <> (select coalesce(sum(r.assumed), 0) from rollup r where r.agent_id = g.id)
                """))
        .as("what is assumed")
        .isEmpty();
    assertThat(
            world.texts(
                """
                select a.name from account a where a.kind in ('task', 'agent', 'scope') and
                  (select coalesce(sum(l.posted), 0) from late_sum l where l.account_id = a.id)
                  <> (select coalesce(sum(e.amount), 0) from entry e
                    where e.accounts @> array[a.id]
                      and date_bin('15 minutes', e.occurred_at, 'epoch')
                        < date_bin('15 minutes', e.window_at, 'epoch'))
                """))
        .as("what came late")
        .isEmpty();
    assertThat(
            world.texts(
                """
                select a.name || ' ' || a.pending from account a where a.pending <> (
                  select coalesce(sum(s.amount), 0) from spending_authorization s
                  where s.state = 'pending' and s.accounts @> array[a.id])
                """))
        .as("pending")
        .isEmpty();
  }

  @Test
  void acknowledgedIsCountedWithManyCallersAndTwoServers() throws Exception {
    world.policy(
        World.total(
            new Scope("agent://myorg/*"), Rule.of(Period.MONTH, usd("9000"), Action.ALERT)));
    world.policy(BOT, Rule.of(Period.DAY, usd("1000"), Action.PAUSE));
    Intake[] servers = {world.another(), world.another()};
    List<UUID> intents = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      intents.add(world.intent(BOT));
    }
    AtomicLong acknowledged = new AtomicLong();
    AtomicInteger duplicates = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(16);
    List<Future<?>> done = new ArrayList<>();
    for (int caller = 0; caller < 16; caller++) {
      Random random = new Random(caller);
      done.add(
          callers.submit(
              () -> {
                for (int i = 0; i < 60; i++) {
                  call(servers, intents, random, acknowledged, duplicates);
                }
              }));
    }
    for (Future<?> each : done) {
      each.get();
    }
    callers.shutdown();
    assertThat(world.number("select cast(sum(amount) as bigint) from entry"))
        .isEqualTo(acknowledged.get());
    assertThat(duplicates.get()).isPositive();
    assertAgree(world);
  }

  private void call(
      Intake[] servers,
      List<UUID> intents,
      Random random,
      AtomicLong acknowledged,
      AtomicInteger duplicates) {
    AgentAddress agent = random.nextInt(3) == 0 ? OTHER : BOT;
    UUID intent = agent.equals(BOT) ? intents.get(random.nextInt(intents.size())) : null;
    String task = intent == null && random.nextBoolean() ? "task-" + random.nextInt(3) : null;
    Usd amount = Usd.ofNanos(random.nextInt(1_000_000));
    Request.Report report = World.report(agent, intent, task, UUID.randomUUID().toString(), amount);
    if (intent != null && random.nextInt(4) == 0) {
      Request.Authorize ask = World.ask(agent, intent, null, "0.001");
      if (World.submit(servers[random.nextInt(2)], ask).allowed()) {
        report = world.settling(agent, intent, ask.id(), amount.toBigDecimal().toPlainString());
      }
    }
    Outcome.Reported first = World.submit(servers[random.nextInt(2)], report);
    acknowledged.addAndGet(first.charged().nanos());
    if (random.nextInt(5) == 0 && World.submit(servers[random.nextInt(2)], report).duplicate()) {
      duplicates.incrementAndGet();
    }
  }

  @Test
  void aThousandParallelIntentsWithAuthorizationsNeverPassTheLimit() throws Exception {
    world.policy(BOT, Rule.of(Period.DAY, usd("50"), Action.PAUSE));
    Intake[] servers = {world.another(), world.another()};
    List<UUID> intents = new ArrayList<>();
    List<Request.Create> creates = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      creates.add(world.create(BOT, null, null));
    }
    creates.stream()
        .map(servers[0]::submit)
        .toList()
        .forEach(created -> intents.add(created.join().intentId()));
    ExecutorService callers = Executors.newFixedThreadPool(64);
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> done = new ArrayList<>();
    for (int caller = 0; caller < 64; caller++) {
      done.add(
          callers.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < 1_000; i = next.getAndIncrement()) {
                  spend(servers[i % 2], intents.get(i));
                }
              }));
    }
    for (Future<?> each : done) {
      each.get();
    }
    callers.shutdown();
    long spent = world.number("select posted from account where kind = 'agent'");
    assertThat(spent).isLessThanOrEqualTo(usd("50").nanos()).isGreaterThan(usd("49").nanos());
    assertThat(world.number("select pending from account where kind = 'agent'")).isZero();
    assertAgree(world);
  }

  private void spend(Intake server, UUID intent) {
    for (int call = 0; call < 3; call++) {
      Request.Authorize ask = World.ask(BOT, intent, null, "0.03");
      Outcome.Authorized answer = World.submit(server, ask);
      if (answer.allowed()) {
        World.submit(server, world.settling(BOT, intent, ask.id(), "0.03"));
      }
    }
  }
}
