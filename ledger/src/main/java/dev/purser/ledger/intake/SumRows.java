package dev.purser.ledger.intake;

import dev.purser.ledger.Json;
import org.jspecify.annotations.Nullable;

/** Writes back what accounts, windows, quarter-hours and minutes add up to. */
final class SumRows {
  private static final String NEW_ACCOUNTS =
      """
      insert into account (id, kind, name, agent_id, version, posted, pending, granted, grants,
        intents, limit_nanos, news_at)
      overriding system value select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ACCOUNTS =
      """
      update account a set version = s.version, posted = s.posted, pending = s.pending,
        granted = s.granted, grants = s.grants, intents = s.intents, news_at = s.news_at,
        burn_since = s.burn_since
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        as s (id, version, posted, pending, granted, grants, intents, news_at, burn_since)
      where a.id = s.id
      """;

  /** Absolute values: the account's row is locked. */
  private static final String WINDOWS =
      """
      insert into window_sum (account_id, period, zone, starts_at, ends_at, posted, pending, granted,
        grants, intents)
      select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (account_id, period, zone, starts_at) do update set
        posted = excluded.posted, pending = excluded.pending, granted = excluded.granted,
        grants = excluded.grants, intents = excluded.intents
      """;

  private static final String QUARTERS =
      """
      insert into quarter_sum (account_id, quarter, posted, assumed, intents)
      select * from unnest(?, ?, ?, ?, ?)
      on conflict (account_id, quarter) do update set
        posted = quarter_sum.posted + excluded.posted,
        assumed = quarter_sum.assumed + excluded.assumed,
        intents = quarter_sum.intents + excluded.intents
      """;

  private static final String LATE =
      """
      insert into late_sum (account_id, quarter, occurred, posted)
      select * from unnest(?, ?, ?, ?)
      on conflict (account_id, quarter, occurred) do update set
        posted = late_sum.posted + excluded.posted
      """;

  private static final String MINUTES =
      """
      insert into minute_sum (account_id, minute, posted)
      select * from unnest(?, ?, ?)
      on conflict (account_id, minute) do update set
        posted = minute_sum.posted + excluded.posted
      """;

  private static final String STANDING =
      """
      update account a set status = s.status, parked_by = cast(s.parked_by as jsonb)
      from unnest(?, ?, ?) as s (id, status, parked_by) where a.id = s.id
      """;

  private SumRows() {}

  static void write(Script script, Book book) {
    Bulk fresh =
        new Bulk(
            "bigint",
            "text",
            "text",
            "bigint",
            "bigint",
            "numeric",
            "numeric",
            "numeric",
            "bigint",
            "bigint",
            "bigint",
            "timestamptz");
    Bulk accounts =
        new Bulk(
            "bigint",
            "bigint",
            "numeric",
            "numeric",
            "numeric",
            "bigint",
            "bigint",
            "timestamptz",
            "timestamptz");
    Bulk windows =
        new Bulk(
            "bigint",
            "text",
            "text",
            "timestamptz",
            "timestamptz",
            "numeric",
            "numeric",
            "numeric",
            "bigint",
            "bigint");
    Bulk quarters = new Bulk("bigint", "timestamptz", "numeric", "numeric", "bigint");
    Bulk late = new Bulk("bigint", "timestamptz", "timestamptz", "numeric");
    Bulk minutes = new Bulk("bigint", "timestamptz", "numeric");
    Bulk standing = new Bulk("bigint", "text", "text");
    for (Account account : book.accounts()) {
      if (account.stands()) {
        String parkedBy = account.parkedBy() == null ? null : Json.write(account.parkedBy());
        standing.add(account.id(), account.status().name(), parkedBy);
      }
      if (account.isFresh()) {
        addFresh(fresh, account);
      } else if (account.isChanged()) {
        add(accounts, account);
      }
      account.windows().stream()
          .filter(Window::isChanged)
          .forEach(window -> add(windows, account, window));
      account
          .quarters()
          .forEach(
              (quarter, adds) ->
                  quarters.add(
                      account.id(),
                      quarter,
                      adds.posted().exactNanos(),
                      adds.assumed().exactNanos(),
                      adds.intents()));
      account
          .quarters()
          .forEachLate(
              (times, posted) ->
                  late.add(account.id(), times.quarter(), times.occurred(), posted.exactNanos()));
      account
          .minutes()
          .forEachAdded((minute, posted) -> minutes.add(account.id(), minute, posted.exactNanos()));
    }
    script.add(NEW_ACCOUNTS, fresh);
    script.add(ACCOUNTS, accounts);
    script.add(STANDING, standing);
    script.add(WINDOWS, windows);
    script.add(QUARTERS, quarters);
    script.add(LATE, late);
    script.add(MINUTES, minutes);
  }

  private static void addFresh(Bulk rows, Account account) {
    Sums life = account.life();
    rows.add(
        account.id(),
        account.key().kind().wire(),
        account.key().name(),
        account.agentId(),
        account.version(),
        life.posted().exactNanos(),
        life.pending().exactNanos(),
        life.granted().exactNanos(),
        life.grants(),
        life.intents(),
        limit(account),
        account.newsAt());
  }

  private static @Nullable Long limit(Account account) {
    return account.limit() == null ? null : account.limit().nanos();
  }

  private static void add(Bulk rows, Account account) {
    Sums life = account.life();
    rows.add(
        account.id(),
        account.version(),
        life.posted().exactNanos(),
        life.pending().exactNanos(),
        life.granted().exactNanos(),
        life.grants(),
        life.intents(),
        account.newsAt(),
        account.minutes().since());
  }

  private static void add(Bulk rows, Account account, Window window) {
    Sums sums = window.sums();
    rows.add(
        account.id(),
        window.period().wire(),
        window.zone().getId(),
        window.time().start(),
        window.time().end(),
        sums.posted().exactNanos(),
        sums.pending().exactNanos(),
        sums.granted().exactNanos(),
        sums.grants(),
        sums.intents());
  }
}
