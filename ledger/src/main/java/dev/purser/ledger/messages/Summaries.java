package dev.purser.ledger.messages;

import dev.purser.domain.agent.Scope;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.events.MeshEvents;
import dev.purser.ledger.policies.Addressee;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who was told of which day. A day is told to each addressee once: a try is claimed by a lease, and
 * what is settled stays settled. What became of it stands among the events, of all agents together:
 * {@code summary.sent}, and {@code summary.failed} whenever there is a new reason.
 */
public final class Summaries {
  private final Store store;

  public Summaries(Store store) {
    this.store = store;
  }

  private record Row(
      boolean pending,
      int tries,
      @Nullable String lastError,
      @Nullable Instant dueAt,
      @Nullable Instant leasedUntil,
      Instant now) {}

  /**
   * Asks to send one.
   *
   * @param lease for how long nobody else may
   */
  public SummaryClaim claim(LocalDate day, String addressee, Duration lease) {
    return store.write(
        handle -> {
          begin(handle, day, addressee);
          return claim(handle, day, addressee, row(handle, day, addressee), lease);
        });
  }

  private static void begin(Handle handle, LocalDate day, String addressee) {
    handle
        .createUpdate(
            "insert into summary (day, addressee) values (:day, :addressee) on conflict do nothing")
        .bind("day", day)
        .bind("addressee", addressee)
        .execute();
  }

  /** Locks it, and reads the clock with the lock in hand: who waited has a now() of before. */
  private static Row row(Handle handle, LocalDate day, String addressee) {
    handle
        .createQuery(
            "select 1 from summary where day = :day and addressee = :addressee for no key update")
        .bind("day", day)
        .bind("addressee", addressee)
        .mapTo(Integer.class)
        .one();
    return handle
        .createQuery(
            """
            select status, tries, last_error, due_at, leased_until, clock_timestamp() as now
            from summary where day = :day and addressee = :addressee
            """)
        .bind("day", day)
        .bind("addressee", addressee)
        .map(
            (row, context) ->
                new Row(
                    row.getString("status").equals("pending"),
                    row.getInt("tries"),
                    row.getString("last_error"),
                    Rows.instantOrNull(row, "due_at"),
                    Rows.instantOrNull(row, "leased_until"),
                    Rows.instant(row, "now")))
        .one();
  }

  private static SummaryClaim claim(
      Handle handle, LocalDate day, String addressee, Row row, Duration lease) {
    if (!row.pending()) {
      return new SummaryClaim.Settled();
    }
    if (row.leasedUntil() != null && row.now().isBefore(row.leasedUntil())) {
      return notYet(row.now(), row.leasedUntil(), "another try is under way");
    }
    if (row.dueAt() != null && row.now().isBefore(row.dueAt())) {
      return notYet(row.now(), row.dueAt(), "it was tried just now");
    }
    UUID token = UUID.randomUUID();
    handle
        .createUpdate(
            """
            update summary set leased_by = :token, leased_until = :until
            where day = :day and addressee = :addressee
            """)
        .bind("token", token)
        .bind("until", row.now().plus(lease).atOffset(ZoneOffset.UTC))
        .bind("day", day)
        .bind("addressee", addressee)
        .execute();
    return new SummaryClaim.Taken(token, day, addressee, row.tries(), row.lastError());
  }

  private static SummaryClaim.NotYet notYet(Instant now, Instant until, String why) {
    return new SummaryClaim.NotYet(Duration.between(now, until), why);
  }

  /**
   * It has arrived; true whoever holds the lease by now.
   *
   * @param channel the kind of channel that carried it
   */
  public void delivered(SummaryClaim.Taken taken, String channel) {
    store.write(
        handle -> {
          boolean settled =
              settle(handle, taken.day(), taken.addressee(), "delivered", channel, null);
          if (settled) {
            event(
                handle,
                taken.day(),
                taken.addressee(),
                "summary.sent",
                details(channel, null, true));
          }
          return settled;
        });
  }

  /** There is nothing to tell of that day. */
  public void quiet(SummaryClaim.Taken taken) {
    store.write(handle -> settle(handle, taken.day(), taken.addressee(), "quiet", null, null));
  }

  /** It will never arrive. */
  public void undeliverable(SummaryClaim.Taken taken, @Nullable String channel, String reason) {
    store.write(handle -> end(handle, taken.day(), taken.addressee(), channel, reason));
  }

  /** It was tried for as long as it makes sense. What was settled before stays as it is. */
  public void giveUp(LocalDate day, String addressee) {
    store.write(
        handle -> {
          begin(handle, day, addressee);
          String last = row(handle, day, addressee).lastError();
          String reason = "given up: " + (last == null ? "it could not be tried" : last);
          return end(handle, day, addressee, null, reason);
        });
  }

  private static boolean end(
      Handle handle, LocalDate day, String addressee, @Nullable String channel, String reason) {
    boolean settled = settle(handle, day, addressee, "undeliverable", channel, reason);
    if (settled) {
      event(handle, day, addressee, "summary.failed", details(channel, reason, true));
    }
    return settled;
  }

  private static boolean settle(
      Handle handle,
      LocalDate day,
      String addressee,
      String status,
      @Nullable String channel,
      @Nullable String reason) {
    return handle
            .createUpdate(
                """
                update summary set status = :status, updated_at = now(),
                  tries = tries + (case when leased_by is null then 0 else 1 end),
                  channel = coalesce(:channel, channel), last_error = :reason, due_at = null,
                  leased_by = null, leased_until = null
                where day = :day and addressee = :addressee and status = 'pending'
                """)
            .bind("status", status)
            .bind("channel", channel)
            .bind("reason", reason)
            .bind("day", day)
            .bind("addressee", addressee)
            .execute()
        > 0;
  }

  /**
   * It did not arrive, and is to be tried again.
   *
   * @param again after this time
   */
  public void failed(SummaryClaim.Taken taken, String channel, String reason, Duration again) {
    store.write(
        handle -> {
          int changed =
              handle
                  .createUpdate(
                      """
                      update summary set updated_at = now(), tries = tries + 1, channel = :channel,
                        last_error = :reason, due_at = now() + :again * interval '1 millisecond',
                        leased_by = null, leased_until = null
                      where day = :day and addressee = :addressee and leased_by = :token
                        and status = 'pending'
                      """)
                  .bind("channel", channel)
                  .bind("reason", reason)
                  .bind("again", again.toMillis())
                  .bind("day", taken.day())
                  .bind("addressee", taken.addressee())
                  .bind("token", taken.token())
                  .execute();
          if (changed > 0 && !Objects.equals(reason, taken.lastError())) {
            Map<String, Object> details = details(channel, reason, false);
            event(handle, taken.day(), taken.addressee(), "summary.failed", details);
          }
          return changed;
        });
  }

  /**
   * @param end whether it is not tried again
   */
  private static Map<String, Object> details(
      @Nullable String channel, @Nullable String reason, boolean end) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (channel != null) {
      details.put("channel", channel);
    }
    if (reason != null) {
      details.put("reason", reason);
      details.put("tried_again", !end);
    }
    return details;
  }

  private static void event(
      Handle handle, LocalDate day, String addressee, String type, Map<String, Object> details) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("day", day.toString());
    all.put("addressee", Addressee.shown(addressee));
    all.putAll(details);
    MeshEvents.write(handle, Scope.ALL.value(), type, all, null);
  }
}
