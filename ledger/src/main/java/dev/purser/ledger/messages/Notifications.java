package dev.purser.ledger.messages;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who is still to be told, and what became of each try. A try is claimed by a lease, so that
 * however many ask, one message goes out; claims of one addressee follow one another.
 */
public final class Notifications {
  /** So many of one agent are in its workflow's hands at most. */
  public static final int MOST_PENDING = 100;

  /** So many incidents go in one message at most. */
  static final int MOST_TOGETHER = 100;

  private final Store store;

  public Notifications(Store store) {
    this.store = store;
  }

  /** One that is still to be sent. */
  public record Pending(long id, Instant alertedAt) {}

  /**
   * Those of an agent's workflow that are still to be sent, the oldest first. Of an incident one
   * for each addressee, the gravest: what else waits goes with it.
   */
  public static List<Pending> pending(Handle handle, AgentAddress agent) {
    return handle
        .createQuery(
            """
            select id, at from (
              select distinct on (n.addressee, d.incident_id) n.id, d.at
              from notification n join decision d on d.id = n.decision_id
              where n.agent_id = (select id from agent where address = :agent)
                and n.status = 'pending'
              order by n.addressee, d.incident_id, d.gravity desc, n.id) gravest
            order by id limit :limit
            """)
        .bind("agent", agent.value())
        .bind("limit", MOST_PENDING)
        .map((row, context) -> new Pending(row.getLong("id"), Rows.instant(row, "at")))
        .list();
  }

  /** The same, by itself. */
  public List<Pending> pending(AgentAddress agent) {
    return store.read(handle -> pending(handle, agent));
  }

  /**
   * Agents, by address after one, of whose alerts nobody has tried to tell for so long, though it
   * is their time: what their workflows should have in hand was lost.
   */
  public List<AgentAddress> forgotten(Duration longer, String after, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select distinct g.address from notification n join agent g on g.id = n.agent_id
                    where n.status = 'pending' and g.address > :after
                      and n.updated_at < now() - :longer * interval '1 millisecond'
                    order by g.address limit :limit
                    """)
                .bind("after", after)
                .bind("longer", longer.toMillis())
                .bind("limit", limit)
                .mapTo(String.class)
                .map(AgentAddress::new)
                .list());
  }

  /**
   * Asks to send one.
   *
   * @param lease for how long nobody else may
   */
  public Claim claim(long id, Pace pace, Duration lease) {
    return store.write(
        handle -> {
          Optional<String> addressee =
              handle
                  .createQuery("select addressee from notification where id = :id")
                  .bind("id", id)
                  .mapTo(String.class)
                  .findOne();
          if (addressee.isEmpty()) {
            return new Claim.Settled();
          }
          Mailbox mailbox = MailboxRows.lock(handle, addressee.get());
          // Whoever waited for the lock has a clock of before: now() is when it began to wait.
          Instant now = clock(handle);
          return claim(handle, id, addressee.get(), mailbox, now, pace, lease);
        });
  }

  private static Instant clock(Handle handle) {
    return handle
        .createQuery("select clock_timestamp() as now")
        .map((row, context) -> Rows.instant(row, "now"))
        .one();
  }

  private record Row(
      boolean pending,
      long incident,
      int gravity,
      @Nullable Instant dueAt,
      @Nullable Instant leasedUntil) {}

  private static Claim claim(
      Handle handle,
      long id,
      String addressee,
      Mailbox mailbox,
      Instant now,
      Pace pace,
      Duration lease) {
    Row row = row(handle, id);
    if (!row.pending()) {
      return new Claim.Settled();
    }
    Claim.NotYet early = early(handle, addressee, row, now, pace);
    if (early != null) {
      return early;
    }
    Instant until = now.plus(lease);
    Mailbox.Turn turn = mailbox.turn(row.incident(), now, pace);
    if (turn instanceof Mailbox.Gathered gathered) {
      MailboxRows.write(handle, addressee, gathered.after());
      return notYet(now, mailbox.minuteUntil(), "it is gathered with others for " + addressee);
    }
    if (turn instanceof Mailbox.Alone alone) {
      MailboxRows.write(handle, addressee, alone.after());
      List<Claim.Item> items = TryRows.ofIncident(handle, addressee, row.incident(), id, now);
      return take(handle, addressee, items, false, until);
    }
    return take(handle, addressee, TryRows.all(handle, addressee, id, now), true, until);
  }

  /** Why it is not its time, whatever else the addressee is told; null: it is. */
  private static Claim.@Nullable NotYet early(
      Handle handle, String addressee, Row row, Instant now, Pace pace) {
    if (row.leasedUntil() != null && now.isBefore(row.leasedUntil())) {
      return notYet(now, row.leasedUntil(), "another try is under way");
    }
    if (row.dueAt() != null && now.isBefore(row.dueAt())) {
      return notYet(now, row.dueAt(), "it was tried just now");
    }
    Instant busy = TryRows.busyUntil(handle, addressee, row.incident(), row.gravity(), now);
    if (busy != null) {
      return notYet(now, busy, "another message about its incident is on its way");
    }
    Instant quiet =
        ThreadRows.find(handle, addressee, row.incident())
            .map(told -> told.quietUntil(row.gravity(), pace.apart()))
            .orElse(Instant.EPOCH);
    return now.isBefore(quiet) ? notYet(now, quiet, "its incident was told of just now") : null;
  }

  private static Claim.NotYet notYet(Instant now, Instant until, String why) {
    return new Claim.NotYet(Duration.between(now, until), why);
  }

  private static Row row(Handle handle, long id) {
    return handle
        .createQuery(
            """
            select n.status, d.incident_id, d.gravity, n.due_at, n.leased_until
            from notification n join decision d on d.id = n.decision_id
            where n.id = :id for no key update of n
            """)
        .bind("id", id)
        .map(
            (row, context) ->
                new Row(
                    row.getString("status").equals("pending"),
                    row.getLong("incident_id"),
                    row.getInt("gravity"),
                    Rows.instantOrNull(row, "due_at"),
                    Rows.instantOrNull(row, "leased_until")))
        .one();
  }

  private static Claim.Taken take(
      Handle handle, String addressee, List<Claim.Item> items, boolean together, Instant until) {
    List<Claim.Part> parts = ThreadRows.parts(handle, addressee, items);
    UUID digest = parts.size() > 1 ? digestId(items) : null;
    Claim.Taken taken =
        new Claim.Taken(UUID.randomUUID(), addressee, items, parts, digest, together);
    TryRows.lease(handle, taken, until);
    return taken;
  }

  /** Another set of alerts is another message; the same set is the same one again. */
  private static UUID digestId(List<Claim.Item> items) {
    String ids =
        items.stream()
            .map(Claim.Item::notificationId)
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * It has arrived, and so have those that went with it; true whoever holds the lease by now.
   *
   * @param channel the kind of channel that carried it
   */
  public void delivered(Claim.Taken taken, String channel) {
    store.write(
        handle -> {
          MailboxRows.lock(handle, taken.addressee());
          TryRows.settle(handle, taken, "delivered", channel, null);
          ThreadRows.tell(handle, taken);
          if (taken.together()) {
            MailboxRows.endGathering(handle, taken.addressee());
          }
          return TryRows.askForMore(handle, taken.ids());
        });
  }

  /**
   * It did not arrive, and is to be tried again.
   *
   * @param again after this time
   */
  public void failed(Claim.Taken taken, @Nullable String channel, String reason, Duration again) {
    store.write(handle -> TryRows.fail(handle, taken, channel, reason, again));
  }

  /** It will never arrive, and neither will those that would have gone with it. */
  public void undeliverable(Claim.Taken taken, @Nullable String channel, String reason) {
    store.write(
        handle -> {
          MailboxRows.lock(handle, taken.addressee());
          TryRows.settle(handle, taken, "undeliverable", channel, reason);
          if (taken.together()) {
            MailboxRows.endGathering(handle, taken.addressee());
          }
          return TryRows.askForMore(handle, taken.ids());
        });
  }

  /**
   * It was tried for as long as it makes sense, and what would have gone with it as well. What was
   * settled before stays as it is.
   */
  public void giveUp(long id) {
    store.write(handle -> TryRows.askForMore(handle, TryRows.giveUp(handle, id)));
  }
}
