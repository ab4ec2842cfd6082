package dev.purser.ledger;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.courier.Lane;
import dev.purser.ledger.journal.AgentEntry;
import dev.purser.ledger.policies.PolicyJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** For tests: writes down what Intake would have, without Intake. */
public final class Facts {
  public static final AgentAddress BOT = new AgentAddress("agent://myorg/production/bot");
  public static final AgentAddress OTHER = new AgentAddress("agent://myorg/production/other");
  public static final AgentAddress STRANGER = new AgentAddress("agent://elsewhere/stranger");
  public static final Scope MYORG = new Scope("agent://myorg/*");

  private final Ledger ledger;

  public Facts(Ledger ledger) {
    this.ledger = ledger;
  }

  /** So many of each lane. */
  public static Map<Lane, Integer> each(int most) {
    return Arrays.stream(Lane.values()).collect(Collectors.toMap(lane -> lane, lane -> most));
  }

  public Facts agent(AgentAddress agent) {
    ledger.agents().ensure(agent, "test");
    return this;
  }

  /** An open intent with its accounts. */
  public UUID intent(AgentAddress agent, @Nullable String task, @Nullable UUID parent) {
    UUID id = UUID.randomUUID();
    agent(agent);
    ledger
        .jdbi()
        .useTransaction(
            handle -> {
              UUID root = parent == null ? id : parent;
              account(handle, AccountKey.intent(id), agent);
              account(handle, AccountKey.tree(root), agent);
              if (task != null) {
                account(handle, AccountKey.task(agent, task), agent);
              }
              handle
                  .createUpdate(
                      """
                      insert into intent (id, agent_id, intent_type, task, parent_id, root_id,
                        status, created_at, updated_at)
                      values (:id, (select id from agent where address = :agent), 'work.done.v1',
                        :task, :parent, :root, 'SUBMITTED', clock_timestamp(), clock_timestamp())
                      """)
                  .bind("id", id)
                  .bind("agent", agent.value())
                  .bind("task", task)
                  .bind("parent", parent)
                  .bind("root", root)
                  .execute();
            });
    return id;
  }

  private static void account(Handle handle, AccountKey key, AgentAddress agent) {
    handle
        .createUpdate(
            """
            insert into account (kind, name, agent_id)
            values (:kind, :name, (select id from agent where address = :agent))
            on conflict do nothing
            """)
        .bind("kind", key.kind().wire())
        .bind("name", key.name())
        .bind("agent", agent.value())
        .execute();
  }

  /** An amount posted to the account's life and to a quarter of an hour. */
  public Facts posted(AccountKey key, Usd amount, Instant quarter) {
    ledger
        .jdbi()
        .useTransaction(
            handle -> {
              handle
                  .createUpdate(
                      """
                      update account set posted = posted + :amount, version = version + 1
                      where kind = :kind and name = :name
                      """)
                  .bind("amount", amount.nanos())
                  .bind("kind", key.kind().wire())
                  .bind("name", key.name())
                  .execute();
              handle
                  .createUpdate(
                      """
                      insert into quarter_sum (account_id, quarter, posted, intents)
                      values (:account, :quarter, :amount, 1)
                      on conflict (account_id, quarter) do update set
                        posted = quarter_sum.posted + :amount
                      """)
                  .bind("account", Accounts.find(handle, key).orElseThrow())
                  .bind("quarter", quarter.atOffset(ZoneOffset.UTC))
                  .bind("amount", amount.nanos())
                  .execute();
            });
    return this;
  }

  /** Calls of a model, as a rollup. */
  public Facts rolledUp(
      AgentAddress agent,
      @Nullable UUID intent,
      String task,
      String model,
      Instant quarter,
      String cost,
      long calls) {
    agent(agent);
    ledger
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        insert into rollup values (
                          (select id from agent where address = :agent), :quarter, :intent, :task,
                          :model, 0, :cost, 0, :calls, 0, :calls * 1000, :calls * 100, 0, 0, 0)
                        """)
                    .bind("agent", agent.value())
                    .bind("quarter", quarter.atOffset(ZoneOffset.UTC))
                    .bind("intent", intent == null ? new UUID(0, 0) : intent)
                    .bind("task", task)
                    .bind("model", model)
                    .bind("cost", Usd.of(cost).nanos())
                    .bind("calls", calls)
                    .execute());
    return this;
  }

  /** A limit reached: an open hold of the ledger. */
  public long hold(AccountKey key, String directive) {
    return ledger
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        insert into hold (account_id, directive, rule, policy_version, reason, at)
                        values (:account, :directive, 'day $50.00 pause', 1, 'limit reached', now())
                        returning id
                        """)
                    .bind("account", Accounts.find(handle, key).orElseThrow())
                    .bind("directive", directive)
                    .mapTo(Long.class)
                    .one());
  }

  /** A person's word about an agent, as its workflow journals it. */
  public void word(AgentAddress agent, AgentStatus status) {
    Hold word =
        new Hold(
            HoldKind.AGENT, agent.value(), 0, null, 0, "ann", "said so", null, Instant.now(), null);
    ledger
        .journal()
        .agent(new AgentEntry(agent, 1, 1, status, word, List.of(), "ann", null, Instant.now()));
  }

  /** A threshold that was reached on the account, because of a call of the agent. */
  public long alert(AccountKey key, AgentAddress agent, Rule rule, int threshold) {
    return one(
        Long.class,
        """
        with i as (
          insert into incident (kind, holder_id, since, rule, alerts, last_id, open)
          select 'account', id, date_trunc('day', now()), ?, 1,
            (select coalesce(max(id), 0) + 1 from decision), true
          from account where kind = ? and name = ?
          on conflict (kind, holder_id, since, rule) do update set alerts = incident.alerts + 1,
            last_id = excluded.last_id, open = true
          returning id, holder_id)
        insert into decision (account_id, window_start, window_end, raised_key, threshold, action,
          enforced, policy_owner, policy_version, rule, spent, limit_nanos, agent_id, at,
          incident_id, gravity)
        select c.id, date_trunc('day', now()), date_trunc('day', now()) + interval '1 day',
          cast(gen_random_uuid() as text), ?, ?, true, name, 1, cast(? as jsonb), 40000000000, ?,
          (select id from agent where address = ?), now(), i.id, ?
        from i join account c on c.id = i.holder_id returning id
        """,
        rule.key(),
        key.kind().wire(),
        key.name(),
        threshold,
        rule.action().wire(),
        PolicyJson.write(rule).toString(),
        rule.limit() == null ? null : rule.limit().nanos(),
        agent.value(),
        threshold);
  }

  /** Someone who is to be told of an alert. */
  public long notification(long alert, String addressee) {
    return one(
        Long.class,
        """
        insert into notification (decision_id, agent_id, addressee)
        select id, agent_id, ? from decision where id = ? returning id
        """,
        addressee,
        alert);
  }

  /** An alert of the agent's own, and someone who is to be told of it. */
  public long notification(AgentAddress agent, String addressee) {
    return notification(agent, addressee, 80);
  }

  /** The same of a threshold: a higher one of the day's is told at once, as it is worse. */
  public long notification(AgentAddress agent, String addressee, int threshold) {
    agent(agent);
    Rule rule = Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE);
    return notification(alert(AccountKey.agent(agent), agent, rule, threshold), addressee);
  }

  /** One value that a query gives. */
  public <T> T one(Class<T> type, String sql, Object... values) {
    return ledger.jdbi().withHandle(handle -> handle.select(sql, values).mapTo(type).one());
  }

  public void execute(String sql, Object... values) {
    ledger.jdbi().useHandle(handle -> handle.execute(sql, values));
  }
}
