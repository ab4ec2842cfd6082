package dev.purser.ledger.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** What comes from whoever has an intent in hand: signs of life and checkpoints. */
public final class Deliveries {
  private final Store store;
  private final Checkpoints checkpoints;

  public Deliveries(Store store, Checkpoints checkpoints) {
    this.store = store;
    this.checkpoints = checkpoints;
  }

  /**
   * Keeps a checkpoint, and with it a sign of life; when this returns it is durable. The same one
   * again changes nothing.
   *
   * @throws Refused CONFLICT for a superseded delivery, a lower number, or an intent that has ended
   */
  public void saveCheckpoint(UUID id, int delivery, long seq, JsonNode data) {
    checkpoints.save(id, delivery, seq, data.toString());
  }

  /** Whoever has these in hand has just given a sign of life. */
  public void seen(Collection<UUID> ids) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    "update intent set seen_at = now(), seen_delivery = delivery"
                        + " where id = any(:ids) and "
                        + Intents.OPEN)
                .bindArray("ids", UUID.class, ids)
                .execute());
  }

  /** Whoever has this delivery of it in hand has just given a sign of life. */
  public void seen(UUID id, int delivery) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    "update intent set seen_at = now(), seen_delivery = :delivery"
                        + " where id = :id and seen_delivery <= :delivery and "
                        + Intents.OPEN)
                .bind("id", id)
                .bind("delivery", delivery)
                .execute());
  }

  /**
   * Until when a claim holds: the last sign of life of that delivery, reports included, plus the
   * lease.
   *
   * @return empty: it never gave one
   */
  public Optional<Instant> claimUntil(UUID id, int delivery, Duration lease) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select greatest(last_report_at,
                        case when seen_delivery >= :delivery then seen_at end)
                      + :lease * interval '1 millisecond' as until
                    from intent where id = :id
                    """)
                .bind("id", id)
                .bind("delivery", delivery)
                .bind("lease", lease.toMillis())
                .map((row, context) -> Optional.ofNullable(Rows.instantOrNull(row, "until")))
                .findOne()
                .flatMap(until -> until));
  }
}
