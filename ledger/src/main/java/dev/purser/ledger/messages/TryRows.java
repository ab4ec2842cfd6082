package dev.purser.ledger.messages;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Rows;
import dev.purser.ledger.courier.Carriage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Notifications and the tries at them, in rows of the database. */
final class TryRows {
  private static final String EVENTS =
      """
      insert into notification_event (notification_id, at, status, try, channel, reason, digest_id)
      select id, now(), :status, tries, :channel, :reason, :digest from changed
      """;

  private TryRows() {}

  /** Many at once: the rest goes with the next message. */
  private static final int MOST_ROWS = 5_000;

  /** What waits for an addressee and what nobody is sending, this one first. */
  private static final String WAITING =
      """
      select n.id, n.decision_id, n.tries, d.incident_id, d.gravity
      from notification n join decision d on d.id = n.decision_id
      where n.addressee = :addressee and n.status = 'pending'
        and (n.leased_until is null or n.leased_until <= :now) and d.incident_id %s
      order by n.id <> :id, n.id limit :rows for no key update of n
      """;

  private static final String OF_ONE = WAITING.formatted("= :incident");

  private static final String OF_ALL =
      WAITING.formatted(
          """
          in (
            select e.incident_id from notification m join decision e on e.id = m.decision_id
            where m.addressee = :addressee and m.status = 'pending'
              and (m.leased_until is null or m.leased_until <= :now)
            group by e.incident_id
            order by max(case when m.id = :id then 1 else 0 end) desc, min(m.id) limit :incidents)
          """);

  /** All of one incident. */
  static List<Claim.Item> ofIncident(
      Handle handle, String addressee, long incident, long id, Instant now) {
    return items(handle.createQuery(OF_ONE).bind("incident", incident), addressee, id, now);
  }

  /** All of as many incidents as one message holds. */
  static List<Claim.Item> all(Handle handle, String addressee, long id, Instant now) {
    return items(
        handle.createQuery(OF_ALL).bind("incidents", Notifications.MOST_TOGETHER),
        addressee,
        id,
        now);
  }

  private static List<Claim.Item> items(Query query, String addressee, long id, Instant now) {
    return query
        .bind("addressee", addressee)
        .bind("id", id)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .bind("rows", MOST_ROWS)
        .map(
            (row, context) ->
                new Claim.Item(
                    row.getLong("id"),
                    row.getLong("decision_id"),
                    row.getLong("incident_id"),
                    row.getInt("gravity"),
                    row.getInt("tries")))
        .list();
  }

  /**
   * Until when another one of the incident, as grave or graver, is being sent or waits for its next
   * try; null: there is none.
   */
  static @Nullable Instant busyUntil(
      Handle handle, String addressee, long incident, int gravity, Instant now) {
    return handle
        .createQuery(
            """
            select max(greatest(n.leased_until, n.due_at)) as until
            from notification n join decision d on d.id = n.decision_id
            where n.addressee = :addressee and n.status = 'pending'
              and d.incident_id = :incident and d.gravity >= :gravity
              and greatest(n.leased_until, n.due_at) > :now
            """)
        .bind("addressee", addressee)
        .bind("incident", incident)
        .bind("gravity", gravity)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .map((row, context) -> Optional.ofNullable(Rows.instantOrNull(row, "until")))
        .one()
        .orElse(null);
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
   * Ends it, and with it what waits for the same message.
   *
   * @return all that was still to be sent
   */
  static List<Long> giveUp(Handle handle, long id) {
    return handle
        .createQuery(
            """
            with given as (
              select n.addressee, d.incident_id, d.gravity
              from notification n join decision d on d.id = n.decision_id
              where n.id = :id and n.status = 'pending'),
            changed as (
              update notification n set status = 'undeliverable', updated_at = now(),
                last_error = 'given up: ' || coalesce(last_error, 'it could not be tried'),
                due_at = null, leased_by = null, leased_until = null
              from given g, decision d
              where d.id = n.decision_id and d.incident_id = g.incident_id
                and d.gravity <= g.gravity and n.addressee = g.addressee and n.status = 'pending'
                and (n.id = :id or n.leased_until is null or n.leased_until <= now())
              returning n.id, n.tries, n.channel, n.last_error)
            insert into notification_event (notification_id, at, status, try, channel, reason)
            select id, now(), 'undeliverable', tries, channel, last_error from changed
            returning notification_id
            """)
        .bind("id", id)
        .mapTo(Long.class)
        .list();
  }

  /**
   * A workflow has so many in hand at most, and of an incident one for each addressee. Where an
   * agent has more, its workflow now has room for the next, and hears of them.
   */
  static int askForMore(Handle handle, List<Long> settled) {
    List<AgentAddress> waiting =
        handle
            .createQuery(
                """
                with settled as (
                  select n.agent_id, n.addressee, d.incident_id
                  from notification n join decision d on d.id = n.decision_id
                  where n.id = any(:ids))
                select g.address from agent g
                where g.id in (select agent_id from settled)
                  and (select count(*) from (select 1 from notification n
                    where n.agent_id = g.id and n.status = 'pending' limit :most) waiting) >= :most
                union
                select g.address from agent g
                where g.id in (select n.agent_id
                  from (select distinct addressee, incident_id from settled) s
                  join notification n on n.addressee = s.addressee and n.status = 'pending'
                  join decision d on d.id = n.decision_id and d.incident_id = s.incident_id)
                order by 1
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
