package dev.purser.ledger.alerts;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Alerts as people look at them: those that belong together are one. */
public final class Incidents {
  private final Store store;

  public Incidents(Store store) {
    this.store = store;
  }

  /**
   * Incidents, the one with the newest alert first.
   *
   * @param agent only alerts of this agent's reports and questions; null: of all
   * @param open whether nobody has acknowledged the alerts; null: either
   */
  public Page<Incident> list(
      @Nullable AgentAddress agent, @Nullable Boolean open, int limit, @Nullable String cursor) {
    long before = cursor == null ? Long.MAX_VALUE : Cursor.number(Cursor.read(cursor, 1).get(0));
    IncidentRows.Which which = new IncidentRows.Which(agent, open);
    return store.readAtOnce(
        handle -> {
          Page<Map.Entry<Long, Long>> page =
              Page.of(
                  IncidentRows.page(handle, which, before, limit + 1),
                  limit,
                  last -> Cursor.of(last.getKey()));
          List<Long> ids = page.items().stream().map(Map.Entry::getValue).toList();
          return new Page<>(IncidentRows.read(handle, which, ids), page.next());
        });
  }

  /**
   * One incident.
   *
   * @param agent as for {@link #list}
   */
  public Optional<Incident> find(long id, @Nullable AgentAddress agent) {
    IncidentRows.Which which = new IncidentRows.Which(agent, null);
    return store.readAtOnce(
        handle -> IncidentRows.read(handle, which, List.of(id)).stream().findFirst());
  }

  /**
   * Someone has seen all of it; of each alert the first to say so stays on record.
   *
   * @return how many alerts nobody had acknowledged
   * @throws Refused NOT_FOUND
   */
  public int acknowledge(long id, @Nullable String comment, String actor) {
    return store.write(
        handle -> {
          if (!IncidentRows.lock(handle, id)) {
            throw Refused.notFound("incident", "there is no incident " + id);
          }
          int seen =
              handle
                  .createUpdate(
                      """
                      update decision set acknowledged_at = now(), acknowledged_by = :actor,
                        comment = :comment
                      where incident_id = :id and acknowledged_at is null
                      """)
                  .bind("id", id)
                  .bind("actor", actor)
                  .bind("comment", comment)
                  .execute();
          IncidentRows.closeWhereAllIsSeen(handle, id);
          return seen;
        });
  }
}
