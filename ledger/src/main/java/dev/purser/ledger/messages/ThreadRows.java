package dev.purser.ledger.messages;

import dev.purser.ledger.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What an addressee was told of incidents, in rows of the database; the mailbox's lock is held. */
final class ThreadRows {
  private static final Comparator<Claim.Item> LEAD =
      Comparator.comparingInt(Claim.Item::gravity).reversed().thenComparing(Claim.Item::alertId);

  private ThreadRows() {}

  /**
   * What was told so far.
   *
   * @param gravity of the gravest
   * @param firstEvent the event id of the first message
   */
  record Told(int gravity, Instant at, String firstEvent) {
    /** Until when there is no message of this gravity. */
    Instant quietUntil(int next, Duration apart) {
      return next > gravity ? Instant.EPOCH : at.plus(apart);
    }
  }

  static Optional<Told> find(Handle handle, String addressee, long incident) {
    return Optional.ofNullable(find(handle, addressee, List.of(incident)).get(incident));
  }

  private static Map<Long, Told> find(Handle handle, String addressee, List<Long> incidents) {
    Map<Long, Told> found = new HashMap<>();
    handle
        .createQuery(
            """
            select incident_id, gravity, told_at, first_event from incident_thread
            where addressee = :addressee and incident_id = any(:incidents)
            """)
        .bind("addressee", addressee)
        .bindArray("incidents", Long.class, incidents)
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("incident_id"),
                    new Told(
                        row.getInt("gravity"),
                        Rows.instant(row, "told_at"),
                        row.getString("first_event"))))
        .forEach(one -> found.put(one.getKey(), one.getValue()));
    return found;
  }

  /** What a message of these tells of each incident, in the order in which they come. */
  static List<Claim.Part> parts(Handle handle, String addressee, List<Claim.Item> items) {
    Map<Long, List<Claim.Item>> each = new LinkedHashMap<>();
    items.forEach(
        item -> each.computeIfAbsent(item.incidentId(), id -> new ArrayList<>()).add(item));
    Map<Long, Told> told = find(handle, addressee, List.copyOf(each.keySet()));
    List<Claim.Part> parts = new ArrayList<>();
    each.forEach(
        (incident, of) -> {
          Claim.Item lead = of.stream().min(LEAD).orElseThrow();
          Told before = told.get(incident);
          parts.add(
              new Claim.Part(
                  incident,
                  lead.alertId(),
                  lead.gravity(),
                  of.size(),
                  before == null ? null : before.firstEvent()));
        });
    return parts;
  }

  /** One message more of each. */
  static void tell(Handle handle, Claim.Taken taken) {
    var batch =
        handle.prepareBatch(
            """
            insert into incident_thread as t
              (incident_id, addressee, gravity, told_at, messages, first_event)
            values (:incident, :addressee, :gravity, now(), 1, :event)
            on conflict (incident_id, addressee) do update set told_at = excluded.told_at,
              gravity = greatest(t.gravity, excluded.gravity), messages = t.messages + 1
            """);
    for (Claim.Part part : taken.parts()) {
      batch
          .bind("incident", part.incidentId())
          .bind("addressee", taken.addressee())
          .bind("gravity", part.gravity())
          .bind("event", taken.eventId())
          .add();
    }
    batch.execute();
  }
}
