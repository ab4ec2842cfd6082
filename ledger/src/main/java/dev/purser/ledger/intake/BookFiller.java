package dev.purser.ledger.intake;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.Rows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Reads, under the locks, what the requests of a batch are about. */
final class BookFiller {
  /** Of a killed task the intent that it was killed with: what is still reported belongs there. */
  private static final String TRACKED =
      """
      with wanted as (
        select * from unnest(?, ?, ?, ?, ?) as w (agent_id, task, name, account_id, day))
      select i.id, wanted.name
      from wanted join intent i on i.agent_id = wanted.agent_id and i.task = wanted.task
      where i.tracked and i.status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
      union all
      select last.id, wanted.name
      from wanted
      cross join lateral (
        select 1 from hold h
        where h.account_id = wanted.account_id and h.directive = 'KILL' and h.released_at is null
          and (h.until is null or h.until > cast(? as timestamptz)) limit 1) killed
      cross join lateral (
        select i.id, i.status, i.updated_at from intent i
        where i.agent_id = wanted.agent_id and i.task = wanted.task and i.tracked
        order by i.created_at desc, i.id desc limit 1) last
      where last.status in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
        and last.updated_at >= wanted.day
      """;

  private static final String INTENTS =
      """
      select id, tracked, status, delivery, holds, created_at, last_report_at from intent
      where id = any(?)
      """;

  private static final String RAISED =
      """
      select account_id, window_start, raised_key from decision
      where account_id = any(?)
        and (window_start = '-infinity' or window_start > cast(? as timestamptz))
      """;

  private static final String HOLDS =
      """
      select id, account_id, directive, in_flight, rule, policy_version, actor, reason, report_id,
        at, until
      from hold
      where account_id = any(?) and released_at is null
        and (until is null or until > cast(? as timestamptz))
      """;

  private static final String RESERVATION =
      """
      select id, agent_id, intent_id, task, accounts, amount, hash, answer, reserved_at, expires_at,
        state
      from spending_authorization
      """;

  private static final String NAMED = RESERVATION + " where id = any(?) and agent_id = any(?)";

  private static final String EXPIRED =
      RESERVATION
          + " where agent_id = any(?) and state = 'pending' and expires_at <= cast(? as"
          + " timestamptz)";

  private static final String REPORTS =
      """
      select r.agent_id, r.report_id, r.hash, r.answer, r.posted_at
      from unnest(?, ?) as wanted (agent_id, report_id)
      join report r on r.agent_id = wanted.agent_id and r.report_id = wanted.report_id
      where r.posted_at > cast(? as timestamptz) and r.posted_at <= cast(? as timestamptz)
      """;

  private static final int DAYS_OF_WINDOWS = 40;

  private final Connection connection;
  private final Book book;
  private final Directory directory;

  BookFiller(Connection connection, Book book, Directory directory) {
    this.connection = connection;
    this.book = book;
    this.directory = directory;
  }

  void fill(Wanted wanted, Collection<Ticket<?>> tickets) throws SQLException {
    readTracked(wanted);
    directory.learnIntents(connection, wanted.newIntents());
    Script script = new Script();
    addIntents(script, wanted);
    addRaised(script);
    addHolds(script);
    addReservations(script, wanted);
    // Last, for their answers are the longest.
    addReports(script, tickets);
    script.execute(connection);
    requireLocked();
  }

  /** What an intent or a pending authorization counts in is locked too, or it begins again. */
  private void requireLocked() {
    Set<Long> accounts = new HashSet<>();
    for (IntentState intent : book.intents()) {
      accounts.add(intent.ref().account());
      accounts.add(intent.ref().treeAccount());
      if (intent.ref().taskAccount() != 0) {
        accounts.add(intent.ref().taskAccount());
      }
    }
    book.reservations().stream()
        .filter(Reservation::isPending)
        .forEach(reservation -> accounts.addAll(reservation.accounts()));
    book.locked(accounts);
  }

  private void readTracked(Wanted wanted) throws SQLException {
    Bulk tasks = new Bulk("bigint", "text", "text", "bigint", "timestamptz");
    wanted
        .tasks()
        .forEach(
            (key, address) -> {
              Agent agent = book.agent(address);
              if (agent != null) {
                String task = key.name().substring(address.value().length() + 1);
                Instant day = Windows.at(Period.DAY, agent.own().zone(), book.now()).start();
                tasks.add(agent.ref().id(), task, key.name(), book.account(key).id(), day);
              }
            });
    Set<UUID> open = new HashSet<>();
    tasks.query(
        connection,
        TRACKED,
        row -> {
          UUID id = Rows.uuid(row, "id");
          AccountKey key = new AccountKey(AccountKind.TASK, row.getString("name"));
          open.add(id);
          book.addTracked(key, id);
          directory.rememberTracked(key, id);
        },
        book.now().toString());
    directory.learnIntents(connection, open);
    open.forEach(wanted::alsoIntent);
  }

  private void addIntents(Script script, Wanted wanted) {
    Set<UUID> ids = new HashSet<>(wanted.intents());
    ids.addAll(wanted.newIntents());
    script.query(
        INTENTS,
        Bulk.of("uuid", ids),
        row -> {
          IntentRef ref = directory.intent(Rows.uuid(row, "id"));
          if (ref != null) {
            book.add(intent(ref, row));
          }
        });
  }

  private static IntentState intent(IntentRef ref, ResultSet row) throws SQLException {
    // Nearly always: most intents that report are not held.
    List<Hold> holds = row.getString("holds").equals("[]") ? List.of() : Rows.holds(row, "holds");
    return new IntentState(
        ref,
        row.getBoolean("tracked"),
        IntentStatus.valueOf(row.getString("status")),
        row.getInt("delivery"),
        holds,
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "last_report_at"),
        false);
  }

  private List<Long> accountIds() {
    return book.accounts().stream().map(Account::id).toList();
  }

  private void addRaised(Script script) {
    Instant oldest = book.now().minus(Duration.ofDays(DAYS_OF_WINDOWS));
    script.query(
        RAISED,
        Bulk.of("bigint", accountIds()),
        row ->
            book.locked(row.getLong("account_id"))
                .raise(Rows.instant(row, "window_start"), row.getString("raised_key")),
        oldest.toString());
  }

  private void addHolds(Script script) {
    script.query(
        HOLDS,
        Bulk.of("bigint", accountIds()),
        row -> book.locked(row.getLong("account_id")).add(hold(row)),
        book.now().toString());
  }

  private static OpenHold hold(ResultSet row) throws SQLException {
    return new OpenHold(
        row.getLong("id"),
        Directive.valueOf(row.getString("directive")),
        InFlight.fromWire(row.getString("in_flight")),
        row.getString("rule"),
        row.getLong("policy_version"),
        row.getString("actor"),
        row.getString("reason"),
        row.getString("report_id"),
        Rows.instant(row, "at"),
        Rows.instantOrNull(row, "until"));
  }

  private void addReservations(Script script, Wanted wanted) {
    List<Long> agents = book.agents().stream().map(agent -> agent.ref().id()).toList();
    script.query(
        NAMED,
        Bulk.of("uuid", wanted.reservations()),
        row -> book.add(reservation(row)),
        new Script.Column("bigint", new ArrayList<>(agents)));
    List<Long> withPending =
        book.agents().stream()
            .filter(agent -> !agent.account().life().pending().isZero())
            .map(agent -> agent.ref().id())
            .toList();
    script.query(
        EXPIRED,
        Bulk.of("bigint", withPending),
        row -> book.add(reservation(row)),
        book.now().toString());
  }

  private static Reservation reservation(ResultSet row) throws SQLException {
    Array accounts = row.getArray("accounts");
    return new Reservation(
        Rows.uuid(row, "id"),
        row.getLong("agent_id"),
        Rows.uuidOrNull(row, "intent_id"),
        row.getString("task"),
        Arrays.asList((Long[]) accounts.getArray()),
        Rows.usd(row, "amount"),
        row.getString("hash"),
        row.getString("answer"),
        Rows.instant(row, "reserved_at"),
        Rows.instant(row, "expires_at"),
        Reservation.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
  }

  /** An id that was made here cannot have been seen before, unless this is not the first try. */
  private void addReports(Script script, Collection<Ticket<?>> tickets) {
    Bulk wanted = new Bulk("bigint", "text");
    for (Ticket<?> ticket : tickets) {
      String id = ReportIds.of(ticket.request());
      Agent agent = book.agent(ticket.request().agent());
      boolean known =
          ticket.request() instanceof Request.Report report
              && report.generatedId()
              && !ticket.triedBefore();
      if (id != null && agent != null && !known) {
        wanted.add(agent.ref().id(), id);
      }
    }
    script.query(
        REPORTS,
        wanted,
        row ->
            book.add(
                new Book.ReportKey(row.getLong("agent_id"), row.getString("report_id")),
                new Book.Given(
                    row.getString("hash"),
                    row.getString("answer"),
                    Rows.instant(row, "posted_at"))),
        book.now().minus(Duration.ofDays(DAYS_OF_WINDOWS)).toString(),
        // Nobody's clock is a day ahead: this only spares the partitions of weeks to come.
        book.now().plus(Duration.ofDays(1)).toString());
  }
}
