package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Grants given and taken back. */
final class GrantRows {
  private static final String INSERT =
      """
      insert into budget_grant (created_at, id, account_id, period, zone, starts_at, expires_at,
        amount, request_key, actor, reason)
      select cast(? as timestamptz), g.*
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as g
      """;

  private static final String REVOKE =
      """
      update budget_grant g set revoked_at = cast(? as timestamptz), revoked_by = r.actor
      from unnest(?, ?) as r (id, actor) where g.id = r.id
      """;

  private final Bulk given =
      new Bulk(
          "uuid",
          "bigint",
          "text",
          "text",
          "timestamptz",
          "timestamptz",
          "bigint",
          "text",
          "text",
          "text");
  private final Bulk revoked = new Bulk("uuid", "text");

  /** Gives; without a window it holds for the account's whole life. */
  void give(
      UUID id,
      Account account,
      Period period,
      ZoneId zone,
      @Nullable TimeWindow window,
      Usd amount,
      String key,
      String actor,
      @Nullable String reason) {
    given.add(
        id,
        account.id(),
        period.wire(),
        window == null ? "" : zone.getId(),
        window == null ? "-infinity" : window.start(),
        window == null ? "infinity" : window.end(),
        amount.nanos(),
        key,
        actor,
        reason);
  }

  void revoke(UUID id, String actor) {
    revoked.add(id, actor);
  }

  void write(Script script, Instant now) {
    script.addAfter(INSERT, now.toString(), given);
    script.addAfter(REVOKE, now.toString(), revoked);
  }
}
