package dev.purser.ledger.intake;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes authorizations that were made or have changed. */
final class ReservationRows {
  private static final String UPSERT =
      """
      insert into spending_authorization (id, agent_id, intent_id, task, accounts, amount, state,
        hash, answer, reserved_at, expires_at, settled_by)
      select s.id, s.agent_id, s.intent_id, s.task, cast(s.accounts as bigint[]), s.amount, s.state,
        s.hash, cast(s.answer as json), s.reserved_at, s.expires_at, s.settled_by
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as s (id, agent_id, intent_id, task, accounts,
        amount, state, hash, answer, reserved_at, expires_at, settled_by)
      on conflict (agent_id, id) do update set state = excluded.state, expires_at = excluded.expires_at,
        settled_by = excluded.settled_by
      """;

  private ReservationRows() {}

  static void write(Script script, Book book) {
    Bulk rows =
        new Bulk(
            "uuid",
            "bigint",
            "uuid",
            "text",
            "text",
            "bigint",
            "text",
            "text",
            "text",
            "timestamptz",
            "timestamptz",
            "text");
    for (Reservation reservation : book.reservations()) {
      if (reservation.isChanged()) {
        rows.add(
            reservation.id(),
            reservation.agentId(),
            reservation.intentId(),
            reservation.task(),
            reservation.accounts().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "{", "}")),
            reservation.amount().nanos(),
            reservation.state().name().toLowerCase(Locale.ROOT),
            reservation.hash(),
            reservation.answer(),
            reservation.reservedAt(),
            reservation.expiresAt(),
            reservation.settledBy());
      }
    }
    script.add(UPSERT, rows);
  }
}
