package dev.purser.ledger.messages;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.courier.Carriage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Notifications and the tries at them, in rows of the database. */
final class TryRows {
  private static final String EVENTS =
      """
      insert into notification_event (notification_id, at, status, try, channel, reason, digest_id)
      select id, now(), :status, tries, :channel, :reason, :digest from changed
      """;

  private TryRows() {}

  static List<Claim.Item> one(Handle handle, long id) {
    return handle
        .createQuery("select id, decision_id, tries from notification where id = :id")
        .bind("id", id)
        .map((row, context) -> item(row))
        .list();
  }

  /** All that wait for an addressee and that nobody is sending, this one among them. */
  static List<Claim.Item> all(Handle handle, String addressee, long id, Instant now) {
    return handle
        .createQuery(
            """
            select id, decision_id, tries from notification
            where addressee = :addressee and status = 'pending'
              and (leased_until is null or leased_until <= :now)
            order by id <> :id, id limit :limit for no key update
            """)
        .bind("addressee", addressee)
        .bind("id", id)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .bind("limit", Notifications.MOST_TOGETHER)
        .map((row, context) -> item(row))
        .list();
  }

  private static Claim.Item item(ResultSet row) throws SQLException {
    return new Claim.Item(row.getLong("id"), row.getLong("decision_id"), row.getInt("tries"));
  }

  static void lease(Handle handle, Claim.Taken taken, Instant until) {
    handle
        .createUpdate(
            """
            update notification set leased_by = :token, leased_until = :until
            where id = any(:ids)
            """)
        .bind("token", taken.token())
        .bind("until", until.atOffset(ZoneOffset.UTC))
        .bindArray("ids", Long.class, taken.ids())
        .execute();
  }

  /** The end of all of them. What was delivered stays so; what was given up may yet arrive. */
  static void settle(
      Handle handle,
      Claim.Taken taken,
      String status,
      @Nullable String channel,
      @Nullable String reason) {
    handle
        .createUpdate(
            """
            with changed as (
              update notification set status = :status, updated_at = now(), tries = tries + 1,
                channel = coalesce(:channel, channel), last_error = :reason, digest_id = :digest,
                due_at = null, leased_by = null, leased_until = null
              where id = any(:ids) and (status = 'pending'
                or (status = 'undeliverable' and :status = 'delivered'))
              returning id, tries)
            """
                + EVENTS)
        .bindArray("ids", Long.class, taken.ids())
        .bind("status", status)
        .bind("channel", channel)
        .bind("reason", reason)
        .bind("digest", taken.digestId())
        .execute();
  }

  /** Of those that this claim still holds. */
  static int fail(
      Handle handle, Claim.Taken taken, @Nullable String channel, String reason, Duration again) {
    return handle
        .createUpdate(
            """
            with changed as (
              update notification set updated_at = now(), tries = tries + 1, last_error = :reason,
                channel = coalesce(:channel, channel),
                due_at = now() + :again * interval '1 millisecond',
                leased_by = null, leased_until = null
              where id = any(:ids) and status = 'pending' and leased_by = :token
              returning id, tries)
            """
                + EVENTS)
        .bindArray("ids", Long.class, taken.ids())
        .bind("token", taken.token())
        .bind("status", "failed")
        .bind("channel", channel)
        .bind("reason", reason)
        .bind("digest", taken.digestId())
        .bind("again", again.toMillis())
        .execute();
  }

  /**
   * Ends it.
   *
   * @return whether it was still to be sent
   */
  static boolean giveUp(Handle handle, long id) {
    return handle
            .createUpdate(
                """
                with changed as (
                  update notification set status = 'undeliverable', updated_at = now(),
                    last_error = 'given up: ' || coalesce(last_error, 'it could not be tried'),
                    due_at = null, leased_by = null, leased_until = null
                  where id = :id and status = 'pending' returning id, tries, channel, last_error)
                insert into notification_event (notification_id, at, status, try, channel, reason)
                select id, now(), 'undeliverable', tries, channel, last_error from changed
                """)
            .bind("id", id)
            .execute()
        > 0;
  }

  /**
   * A workflow has so many in hand at most. Where an agent has more, its workflow now has room for
   * the next, and hears of them.
   */
  static int askForMore(Handle handle, List<Long> settled) {
    List<AgentAddress> waiting =
        handle
            .createQuery(
                """
                select g.address from agent g
                where g.id in (select agent_id from notification where id = any(:ids))
                  and (select count(*) from (select 1 from notification n
                    where n.agent_id = g.id and n.status = 'pending' limit :most) waiting) >= :most
                order by g.address
                """)
            .bindArray("ids", Long.class, settled)
            .bind("most", Notifications.MOST_PENDING)
            .mapTo(String.class)
            .map(AgentAddress::new)
            .list();
    waiting.forEach(agent -> Carriage.markAgent(handle, agent));
    return waiting.size();
  }
}
