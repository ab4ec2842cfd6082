package dev.purser.ledger.intake;

import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.ledger.Rows;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Reads the minutes of those locked accounts whose burn rate a rule asks for. */
final class MinuteReader {
  private static final String MINUTES =
      """
      select m.account_id, m.minute, m.posted
      from unnest(?, ?) as wanted (account_id, since)
      join minute_sum m on m.account_id = wanted.account_id and m.minute >= wanted.since
      """;

  /** A pause that a person ended before its time has left its mark in burn_since. */
  private static final String ENDED =
      """
      select h.account_id, max(h.until) as ended from hold h
      where h.account_id = any(?) and h.until > cast(? as timestamptz)
        and h.until <= cast(? as timestamptz)
        and (h.released_at is null or h.released_at >= h.until)
      group by h.account_id
      """;

  private MinuteReader() {}

  static void add(Script script, Book book) {
    Map<Long, Instant> wanted = new HashMap<>();
    for (Agent agent : book.agents()) {
      for (Policy policy : agent.policies()) {
        for (Rule rule : policy.rules()) {
          if (rule.burn() != null) {
            Instant since = rule.burn().since(book.now());
            wanted.merge(agent.holder(policy).id(), since, (a, b) -> a.isBefore(b) ? a : b);
          }
        }
      }
    }
    Bulk minutes = new Bulk("bigint", "timestamptz");
    wanted.forEach(minutes::add);
    script.query(
        ENDED,
        Bulk.of("bigint", wanted.keySet()),
        row ->
            book.locked(row.getLong("account_id")).minutes().beginAnew(Rows.instant(row, "ended")),
        book.now().minus(Minutes.LOOKED_AT).toString(),
        book.now().toString());
    script.query(
        MINUTES,
        minutes,
        row ->
            book.locked(row.getLong("account_id"))
                .minutes()
                .load(Rows.instant(row, "minute"), Rows.usd(row, "posted")));
  }
}
