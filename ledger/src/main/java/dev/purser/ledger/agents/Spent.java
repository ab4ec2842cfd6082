package dev.purser.ledger.agents;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What an account spent in a window: what was taken in it, whenever the calls were made. Limits and
 * rates go by the same clock.
 *
 * @param late the part of it that is for calls from before the window began
 * @param assumed the part of it that stands at an assumed price
 * @param intents how many were created
 */
public record Spent(Usd usd, Usd late, Usd assumed, long intents) {
  /** Nothing. */
  public static final Spent NOTHING = new Spent(Usd.ZERO, Usd.ZERO, Usd.ZERO, 0);

  private static final String SQL =
      """
      select w.nth, s.posted, s.assumed, s.intents, l.late
      from unnest(cast(:kinds as text[]), cast(:names as text[]),
          cast(:starts as timestamptz[]), cast(:ends as timestamptz[]))
        with ordinality as w (kind, name, starts_at, ends_at, nth)
      join account a on a.kind = w.kind and a.name = w.name
      cross join lateral (
        select coalesce(sum(posted), 0) as posted, coalesce(sum(assumed), 0) as assumed,
          coalesce(sum(intents), 0) as intents
        from quarter_sum q
        where q.account_id = a.id and q.quarter >= w.starts_at and q.quarter < w.ends_at) s
      cross join lateral (
        select coalesce(sum(posted), 0) as late from late_sum q
        where q.account_id = a.id and q.quarter >= w.starts_at and q.quarter < w.ends_at
          and q.occurred < w.starts_at) l
      """;

  /** A window of an agent, a scope or a task; no others have sums by time. */
  public record Of(AccountKey account, TimeWindow window) {}

  /** Both together. */
  public Spent plus(Spent other) {
    return new Spent(
        usd.plus(other.usd),
        late.plus(other.late),
        assumed.plus(other.assumed),
        intents + other.intents);
  }

  /** Reads what was spent in each of these windows, in their order. */
  public static List<Spent> read(Handle handle, List<Of> windows) {
    List<Spent> spent = new ArrayList<>(Collections.nCopies(windows.size(), NOTHING));
    handle
        .createQuery(SQL)
        .bindArray(
            "kinds", String.class, windows.stream().map(w -> w.account.kind().wire()).toList())
        .bindArray("names", String.class, windows.stream().map(w -> w.account.name()).toList())
        .bindArray(
            "starts", String.class, windows.stream().map(w -> w.window.start().toString()).toList())
        .bindArray(
            "ends", String.class, windows.stream().map(w -> w.window.end().toString()).toList())
        .map(
            (row, context) ->
                spent.set(
                    row.getInt("nth") - 1,
                    new Spent(
                        Rows.usd(row, "posted"),
                        Rows.usd(row, "late"),
                        Rows.usd(row, "assumed"),
                        row.getLong("intents"))))
        .list();
    return spent;
  }
}
