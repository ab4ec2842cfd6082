package dev.purser.ledger.accounts;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The holds the ledger owns: limits reached, and a person's word about a scope. */
public final class Holds {
  private Holds() {}

  /** A hold that was released just now, and whose it was. */
  public record Released(long id, AccountKey account) {}

  /** What holds these accounts, the oldest first. */
  public static List<Demand> standing(Handle handle, Collection<AccountKey> accounts) {
    return select(handle, accounts).map((row, context) -> read(row)).list();
  }

  /** The same by account; one that nothing holds is left out. */
  public static Map<AccountKey, List<Demand>> byAccount(
      Handle handle, Collection<AccountKey> accounts) {
    Map<AccountKey, List<Demand>> all = new HashMap<>();
    select(handle, accounts)
        .map((row, context) -> Map.entry(account(row), read(row)))
        .forEach(
            held ->
                all.computeIfAbsent(held.getKey(), unused -> new ArrayList<>())
                    .add(held.getValue()));
    return all;
  }

  private static AccountKey account(ResultSet row) throws SQLException {
    return new AccountKey(AccountKind.fromWire(row.getString("kind")), row.getString("name"));
  }

  private static Query select(Handle handle, Collection<AccountKey> accounts) {
    return handle
        .createQuery(
            """
            select h.*, a.kind, a.name from hold h join account a on a.id = h.account_id
            where (a.kind, a.name) in
                (select * from unnest(cast(:kinds as text[]), cast(:names as text[])))
              and h.released_at is null and (h.until is null or h.until > now())
            order by h.at, h.id
            """)
        .bindArray("kinds", String.class, kinds(accounts))
        .bindArray("names", String.class, names(accounts));
  }

  /** What holds each of these agents: itself, and the scopes above it. */
  public static Map<AgentAddress, List<Demand>> demands(
      Handle handle, Collection<AgentAddress> agents) {
    Set<AccountKey> accounts = new LinkedHashSet<>();
    agents.forEach(agent -> accounts.addAll(Accounts.withScopes(agent)));
    Map<AccountKey, List<Demand>> holds = byAccount(handle, accounts);
    Map<AgentAddress, List<Demand>> demands = new HashMap<>();
    for (AgentAddress agent : agents) {
      List<Demand> all = new ArrayList<>();
      for (AccountKey account : Accounts.withScopes(agent)) {
        all.addAll(holds.getOrDefault(account, List.of()));
      }
      demands.put(agent, all);
    }
    return demands;
  }

  private static Demand read(ResultSet row) throws SQLException {
    AccountKind kind = AccountKind.fromWire(row.getString("kind"));
    Hold hold =
        new Hold(
            HoldKind.valueOf(kind.name()),
            holder(kind, row.getString("name")),
            row.getLong("id"),
            row.getString("rule"),
            row.getLong("policy_version"),
            row.getString("actor"),
            row.getString("reason"),
            row.getString("report_id"),
            Rows.instant(row, "at"),
            Rows.instantOrNull(row, "until"));
    return new Demand(
        hold,
        Directive.valueOf(row.getString("directive")),
        InFlight.fromWire(row.getString("in_flight")));
  }

  /** A task's hold is told by the task, not by the account's name. */
  private static String holder(AccountKind kind, String name) {
    return kind == AccountKind.TASK ? name.substring(name.indexOf('#') + 1) : name;
  }

  /** Releases those of these holds that belong to these accounts and still hold. */
  public static List<Released> release(
      Handle handle, List<Long> accounts, List<Long> ids, String by) {
    return handle
        .createQuery(
            """
            update hold set released_at = now(), released_by = :by
            from account a
            where a.id = hold.account_id and hold.id = any(:ids) and a.id = any(:accounts)
              and hold.released_at is null
            returning hold.id, a.kind, a.name
            """)
        .bind("by", by)
        .bindArray("ids", Long.class, ids)
        .bindArray("accounts", Long.class, accounts)
        .map(
            (row, context) ->
                new Released(
                    row.getLong("id"),
                    new AccountKey(
                        AccountKind.fromWire(row.getString("kind")), row.getString("name"))))
        .list();
  }

  /** Releases whatever holds these accounts. */
  public static int releaseAll(Handle handle, Collection<AccountKey> accounts, String by) {
    return handle
        .createUpdate(
            """
            update hold set released_at = now(), released_by = :by
            where released_at is null
              and account_id in (
                select id from account where (kind, name) in
                  (select * from unnest(cast(:kinds as text[]), cast(:names as text[]))))
            """)
        .bind("by", by)
        .bindArray("kinds", String.class, kinds(accounts))
        .bindArray("names", String.class, names(accounts))
        .execute();
  }

  private static List<String> kinds(Collection<AccountKey> accounts) {
    return accounts.stream().map(account -> account.kind().wire()).toList();
  }

  private static List<String> names(Collection<AccountKey> accounts) {
    return accounts.stream().map(AccountKey::name).toList();
  }
}
