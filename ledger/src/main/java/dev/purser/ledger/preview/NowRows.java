package dev.purser.ledger.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Balance;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What accounts have spent as of now, and what was raised about it, from rows of the database. */
final class NowRows {
  /** As many as are judged when a policy is set: those that reported last. */
  private static final int MOST_INTENTS = 500;

  private static final String LIFE =
      """
      select a.kind, a.name, a.posted, a.granted, a.grants,
        array(select raised_key from decision d where d.account_id = a.id) as raised
      from account a where a.kind = :kind and a.name = any(:names)
      """;

  private static final String GRANTS_AND_RAISED =
      """
      coalesce(g.amount, 0) as granted, coalesce(g.grants, 0) as grants,
        array(select raised_key from decision d
          where d.account_id = a.id and d.window_start = :from) as raised
      """;

  private static final String OF_ACCOUNT =
      """
      left join lateral (select sum(amount) as amount, count(*) as grants from budget_grant b
        where b.account_id = a.id and b.period = :period and b.revoked_at is null
          and b.starts_at >= :from and b.starts_at < :to) g on true
      """;

  private static final String WINDOW =
      "select a.kind, a.name, coalesce((select sum(q.posted) from quarter_sum q"
          + " where q.account_id = a.id and q.quarter >= :from and q.quarter < :to), 0) as posted, "
          + GRANTS_AND_RAISED
          + " from account a "
          + OF_ACCOUNT
          + " where a.kind = :kind and a.name = any(:names)";

  /** A scope whose sum nobody has asked for yet has none. */
  private static final String SCOPE =
      """
      select 'scope' as kind, :scope as name, coalesce((
        select sum(q.posted) from account o join quarter_sum q on q.account_id = o.id
        where o.kind = 'agent' and starts_with(o.name, :prefix)
          and q.quarter >= :from and q.quarter < :to), 0) as posted,
      """
          + GRANTS_AND_RAISED
          + " from (select 1) one left join account a on a.kind = 'scope' and a.name = :scope "
          + OF_ACCOUNT;

  private NowRows() {}

  /** An open intent that has spent something. */
  record Open(UUID id, UUID root, @Nullable String task, boolean tracked) {}

  static List<Open> open(Handle handle, AgentAddress agent) {
    return handle
        .createQuery(
            """
            select id, root_id, task, tracked from intent
            where agent_id = (select id from agent where address = :agent)
              and last_report_at is not null
              and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
            order by last_report_at desc limit :most
            """)
        .bind("agent", agent.value())
        .bind("most", MOST_INTENTS)
        .map(
            (row, context) ->
                new Open(
                    Rows.uuid(row, "id"),
                    Rows.uuid(row, "root_id"),
                    row.getString("task"),
                    row.getBoolean("tracked")))
        .list();
  }

  static List<AccountKey> tasks(AgentAddress agent, List<Open> open) {
    return open.stream()
        .flatMap(one -> Stream.ofNullable(one.task()))
        .distinct()
        .map(task -> AccountKey.task(agent, task))
        .toList();
  }

  /**
   * Accounts of one kind; those that are not there are left out.
   *
   * @param window null: their whole life
   */
  static Map<AccountKey, Balance> of(
      Handle handle, List<AccountKey> accounts, Period period, @Nullable TimeWindow window) {
    Map<AccountKey, Balance> found = new LinkedHashMap<>();
    if (accounts.isEmpty()) {
      return found;
    }
    Map<String, AccountKey> byName = new LinkedHashMap<>();
    accounts.forEach(account -> byName.put(account.name(), account));
    bind(handle.createQuery(window == null ? LIFE : WINDOW), period, window)
        .bind("kind", accounts.get(0).kind().wire())
        .bindArray("names", String.class, List.copyOf(byName.keySet()))
        .map((row, context) -> Map.entry(row.getString("name"), balance(row)))
        .forEach(
            one -> found.put(Objects.requireNonNull(byName.get(one.getKey())), one.getValue()));
    return found;
  }

  /** The sum of all agents below. */
  static Balance ofScope(Handle handle, Scope scope, Period period, @Nullable TimeWindow window) {
    return bind(handle.createQuery(SCOPE), period, window)
        .bind("scope", scope.value())
        .bind("prefix", scope.prefix())
        .map((row, context) -> balance(row))
        .one();
  }

  private static Query bind(Query query, Period period, @Nullable TimeWindow window) {
    return window == null
        ? query
        : query
            .bind("period", period.wire())
            .bind("from", utc(window.start()))
            .bind("to", utc(window.end()));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static Balance balance(ResultSet row) throws SQLException {
    return new Balance(
        Rows.usd(row, "posted"),
        Usd.ZERO,
        Rows.usd(row, "granted"),
        row.getLong("grants"),
        0,
        Set.of((String[]) row.getArray("raised").getArray()));
  }
}
