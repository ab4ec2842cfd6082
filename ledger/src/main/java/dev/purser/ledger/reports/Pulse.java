package dev.purser.ledger.reports;

import dev.purser.ledger.Store;
import java.util.UUID;

/** A number that changes whenever an agent, an alert, a policy or a reposting does. */
public final class Pulse {
  private static final String SQL =
      """
      select concat_ws('-',
        (select coalesce(sum(version), 0) from account where kind in ('agent', 'scope')),
        (select coalesce(max(id), 0) from mesh_event),
        (select extract(epoch from max(acknowledged_at)) from decision
          where acknowledged_at is not null),
        (select extract(epoch from max(updated_at)) from notification),
        (select coalesce(sum(done), 0) from reposting),
        (select extract(epoch from max(finished_at)) from reposting))
      """;

  private static final String OF_INTENT =
      """
      select concat_ws('-', i.event_seq, a.version)
      from intent i left join account a on a.kind = 'intent' and a.name = cast(i.id as text)
      where i.id = :id
      """;

  private final Store store;

  public Pulse(Store store) {
    this.store = store;
  }

  /** The same for one intent; empty where there is none. */
  public String ofIntent(UUID id) {
    return store.read(
        handle ->
            handle.createQuery(OF_INTENT).bind("id", id).mapTo(String.class).findOne().orElse(""));
  }

  /** The number as of now. */
  public String read() {
    return store.read(handle -> handle.createQuery(SQL).mapTo(String.class).one());
  }
}
