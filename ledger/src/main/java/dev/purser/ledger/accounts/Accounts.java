package dev.purser.ledger.accounts;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.ledger.events.MeshEvents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The rows of accounts of agents and scopes, for everything that changes them but money. */
public final class Accounts {
  private static final List<String> SUMS_OF_SCOPE =
      List.of(
          """
          insert into quarter_sum (account_id, quarter, posted, assumed, intents)
          select :scope, q.quarter, sum(q.posted), sum(q.assumed), sum(q.intents)
          from quarter_sum q join account a on a.id = q.account_id
          where a.kind = 'agent' and starts_with(a.name, :prefix) group by q.quarter
          """,
          """
          insert into late_sum (account_id, quarter, occurred, posted)
          select :scope, q.quarter, q.occurred, sum(q.posted)
          from late_sum q join account a on a.id = q.account_id
          where a.kind = 'agent' and starts_with(a.name, :prefix) group by q.quarter, q.occurred
          """,
          """
          insert into minute_sum (account_id, minute, posted)
          select :scope, m.minute, sum(m.posted)
          from minute_sum m join account a on a.id = m.account_id
          where a.kind = 'agent' and starts_with(a.name, :prefix) group by m.minute
          """,
          """
          update account set posted = below.posted, pending = below.pending, intents = below.intents
          from (select coalesce(sum(posted), 0) as posted, coalesce(sum(pending), 0) as pending,
              coalesce(sum(intents), 0) as intents
            from account where kind = 'agent' and starts_with(name, :prefix)) below
          where id = :scope
          """,
          """
          update spending_authorization s set accounts = accounts || cast(:scope as bigint)
          from agent a
          where s.agent_id = a.id and starts_with(a.address, :prefix) and s.state = 'pending'
            and not s.accounts @> array[cast(:scope as bigint)]
          """);

  private Accounts() {}

  /**
   * Creates the account, and the agent it belongs to, where they are not there.
   *
   * @param actor who named it first
   * @return the account's number
   */
  public static long ensure(Handle handle, AccountKey key, String actor) {
    Optional<Long> there = find(handle, key);
    if (there.isPresent()) {
      return there.get();
    }
    if (key.kind() == AccountKind.AGENT) {
      createAgent(handle, key.name(), actor);
    }
    handle
        .createUpdate(
            """
            insert into account (kind, name, agent_id)
            values (:kind, :name, (select id from agent where :kind = 'agent' and address = :name))
            on conflict (kind, name) do nothing
            """)
        .bind("kind", key.kind().wire())
        .bind("name", key.name())
        .execute();
    return find(handle, key).orElseThrow();
  }

  private static void createAgent(Handle handle, String address, String actor) {
    int created =
        handle
            .createUpdate("insert into agent (address) values (:address) on conflict do nothing")
            .bind("address", address)
            .execute();
    if (created > 0) {
      MeshEvents.write(handle, address, "agent.created", Map.of(), actor);
    }
  }

  /** The account's number, if it is there. */
  public static Optional<Long> find(Handle handle, AccountKey key) {
    return handle
        .createQuery("select id from account where kind = :kind and name = :name")
        .bind("kind", key.kind().wire())
        .bind("name", key.name())
        .mapTo(Long.class)
        .findOne();
  }

  /** Locks the rows of those that exist, in the order of their ids, as everyone does. */
  public static List<Long> lock(Handle handle, Collection<AccountKey> keys) {
    return handle
        .createQuery(
            """
            select id from account
            where (kind, name) in (select * from unnest(:kinds, :names))
            order by id for no key update
            """)
        .bindArray("kinds", String.class, keys.stream().map(key -> key.kind().wire()).toList())
        .bindArray("names", String.class, keys.stream().map(AccountKey::name).toList())
        .mapTo(Long.class)
        .list();
  }

  /** Something about them has changed; the caller holds their locks. */
  public static void raise(Handle handle, Collection<AccountKey> keys) {
    handle
        .createUpdate(
            """
            update account set version = version + 1
            where (kind, name) in (select * from unnest(:kinds, :names))
            """)
        .bindArray("kinds", String.class, keys.stream().map(key -> key.kind().wire()).toList())
        .bindArray("names", String.class, keys.stream().map(AccountKey::name).toList())
        .execute();
  }

  /** The sum of their versions. */
  public static long version(Handle handle, Collection<AccountKey> keys) {
    return handle
        .createQuery(
            """
            select coalesce(sum(version), 0) from account
            where (kind, name) in (select * from unnest(:kinds, :names))
            """)
        .bindArray("kinds", String.class, keys.stream().map(key -> key.kind().wire()).toList())
        .bindArray("names", String.class, keys.stream().map(AccountKey::name).toList())
        .mapTo(Long.class)
        .one();
  }

  /** The sum of the versions of the agent and the scopes above it. */
  public static long agentVersion(Handle handle, AgentAddress agent) {
    return version(handle, withScopes(agent));
  }

  /** The accounts of an agent and of the scopes above it. */
  public static List<AccountKey> withScopes(AgentAddress agent) {
    return Stream.concat(
            Stream.of(AccountKey.agent(agent)), agent.scopes().stream().map(AccountKey::scope))
        .toList();
  }

  /** Locks the rows of all agents below a scope: nothing is posted to them meanwhile. */
  public static void lockAgentsBelow(Handle handle, Scope scope) {
    handle
        .createQuery(
            """
            select id from account where kind = 'agent' and starts_with(name, :prefix)
            order by id for no key update
            """)
        .bind("prefix", scope.prefix())
        .mapTo(Long.class)
        .list();
  }

  /** Burn rates are measured anew from now on; the caller holds the lock. */
  public static void burnAnew(Handle handle, AccountKey key) {
    handle
        .createUpdate(
            """
            update account set burn_since = clock_timestamp()
            where kind = :kind and name = :name
            """)
        .bind("kind", key.kind().wire())
        .bind("name", key.name())
        .execute();
  }

  /**
   * Makes the scope's sums those of all its agents; the caller holds the locks of all of them. What
   * is pending now is then settled against the scope as well.
   */
  public static void sumUp(Handle handle, Scope scope) {
    long account = find(handle, AccountKey.scope(scope)).orElseThrow();
    handle.execute("delete from window_sum where account_id = ?", account);
    handle.execute("delete from quarter_sum where account_id = ?", account);
    handle.execute("delete from late_sum where account_id = ?", account);
    handle.execute("delete from minute_sum where account_id = ?", account);
    for (String sql : SUMS_OF_SCOPE) {
      handle.createUpdate(sql).bind("scope", account).bind("prefix", scope.prefix()).execute();
    }
  }
}
