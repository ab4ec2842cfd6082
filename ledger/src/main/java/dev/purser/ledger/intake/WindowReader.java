package dev.purser.ledger.intake;

import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the open windows of all locked accounts, with the minutes of burn rates, and builds those
 * that a rule asks for and that are not there: at the first report of a day, for a new rule, or
 * after the zone was changed.
 */
final class WindowReader {
  private static final String OPEN =
      """
      select account_id, period, zone, starts_at, ends_at, posted, pending, granted, grants, intents
      from window_sum
      where account_id = any(?) and ends_at > cast(? as timestamptz)
      """;

  private static final String BUILD =
      """
      select w.account_id, w.period, w.zone, w.starts_at, w.ends_at,
        coalesce(q.posted, 0) as posted,
        cast(coalesce(q.intents, 0) as bigint) as intents,
        case when a.pending = 0 then 0 else (
          select coalesce(sum(s.amount), 0) from spending_authorization s
          where s.state = 'pending' and (a.agent_id is null or s.agent_id = a.agent_id)
            and s.accounts @> array[a.id]
            and s.reserved_at >= w.starts_at and s.reserved_at < w.ends_at) end
          as pending,
        g.amount as granted, g.grants
      from unnest(?, ?, ?, ?, ?) as w (account_id, period, zone, starts_at, ends_at)
      join account a on a.id = w.account_id
      cross join lateral (
        select sum(s.posted) as posted, sum(s.intents) as intents from quarter_sum s
        where s.account_id = w.account_id and s.quarter >= w.starts_at and s.quarter < w.ends_at) q
      cross join lateral (
        select coalesce(sum(b.amount), 0) as amount, count(*) as grants from budget_grant b
        where b.account_id = w.account_id and b.period = w.period and b.revoked_at is null
          and b.starts_at <= cast(? as timestamptz) and b.expires_at > cast(? as timestamptz)) g
      """;

  private final Connection connection;
  private final Book book;
  private final Set<String> asked = new HashSet<>();
  private final Bulk missing = new Bulk("bigint", "text", "text", "timestamptz", "timestamptz");

  WindowReader(Connection connection, Book book) {
    this.connection = connection;
    this.book = book;
  }

  /** Reads those there are, then sees to it that the engine finds every one it may ask for. */
  void read() throws SQLException {
    Instant now = book.now();
    Instant oldest =
        book.reservations().stream()
            .map(Reservation::reservedAt)
            .filter(now::isAfter)
            .min(Instant::compareTo)
            .orElse(now);
    Script script =
        new Script()
            .query(
                OPEN,
                Bulk.of(
                    "bigint",
                    book.accounts().stream()
                        .filter(WindowReader::hasWindows)
                        .map(Account::id)
                        .toList()),
                row -> book.locked(row.getLong("account_id")).add(window(row)),
                oldest.toString());
    MinuteReader.add(script, book);
    script.execute(connection);
    book.agents().forEach(this::need);
    missing.query(
        connection,
        BUILD,
        row -> {
          Window built = window(row);
          built.markChanged();
          book.locked(row.getLong("account_id")).add(built);
        },
        now.toString(),
        now.toString());
  }

  private static boolean hasWindows(Account account) {
    return account.key().kind() != AccountKind.INTENT && account.key().kind() != AccountKind.TREE;
  }

  private void need(Agent agent) {
    need(agent.account(), Period.DAY, agent.own().zone());
    for (Policy policy : agent.policies()) {
      for (Rule rule : policy.rules()) {
        if (rule.period().isCalendar()) {
          need(agent.holder(policy), rule.period(), policy.zone());
        } else if (rule.period() != Period.TREE) {
          book.accounts().stream()
              .filter(account -> account.key().kind() == AccountKind.TASK)
              .filter(account -> account.agentId() == agent.ref().id())
              .forEach(account -> need(account, rule.period(), policy.zone()));
        }
      }
    }
  }

  private void need(Account account, Period period, ZoneId zone) {
    TimeWindow time = PolicyEngine.window(account.key().kind(), period, zone, book.now());
    if (time == null
        || account.window(period, zone, time) != null
        || !asked.add(account.id() + " " + period + " " + zone)) {
      return;
    }
    if (account.version() == 0) {
      Window empty = new Window(period, zone, time, Sums.none());
      empty.markChanged();
      account.add(empty);
      return;
    }
    missing.add(account.id(), period.wire(), zone.getId(), time.start(), time.end());
  }

  private static Window window(ResultSet row) throws SQLException {
    return new Window(
        Period.fromWire(row.getString("period")),
        ZoneId.of(row.getString("zone")),
        new TimeWindow(Rows.instant(row, "starts_at"), Rows.instant(row, "ends_at")),
        Sums.of(row));
  }
}
