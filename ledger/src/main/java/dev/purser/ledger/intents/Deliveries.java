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
import org.jdbi.v3.core.Handle;

/** What comes from whoever has an intent in hand: signs of life and checkpoints. */
public final class Deliveries {
  private final Store store;

  public Deliveries(Store store) {
    this.store = store;
  }

  /**
   * Keeps a checkpoint; when this returns it is durable. The same one again changes nothing.
   *
   * @throws Refused CONFLICT for a superseded delivery, a lower number, or an intent that has ended
   */
  public void saveCheckpoint(UUID id, int delivery, long seq, JsonNode data) {
    store.write(
        handle -> {
          int saved =
              handle
                  .createUpdate(
                      """
                      update intent set checkpoint = :data,
                        checkpoint_delivery = :delivery, checkpoint_seq = :seq, updated_at = now()
                      where id = :id and delivery <= :delivery
                        and (checkpoint is null
                          or (checkpoint_delivery, checkpoint_seq) < (:delivery, :seq)
                          or ((checkpoint_delivery, checkpoint_seq) = (:delivery, :seq)
                            and checkpoint = :data))
                        and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
                      """)
                  .bind("id", id)
                  .bind("delivery", delivery)
                  .bind("seq", seq)
                  .bind("data", data.toString())
                  .execute();
          if (saved == 0) {
            throw whyNot(handle, id, delivery, seq);
          }
          return saved;
        });
  }

  private static Refused whyNot(Handle handle, UUID id, int delivery, long seq) {
    Intent intent = IntentRows.require(handle, id);
    String why;
    if (intent.status().isTerminal()) {
      why = "the intent is " + intent.status();
    } else if (delivery < intent.delivery()) {
      why = "delivery " + delivery + " was superseded by delivery " + intent.delivery();
    } else {
      Intent.Checkpoint last = intent.checkpoint();
      why =
          "checkpoint "
              + seq
              + " of delivery "
              + delivery
              + " is not newer than the one kept"
              + (last == null ? "" : ", " + last.seq() + " of delivery " + last.delivery());
    }
    return new Refused(Refused.Code.CONFLICT, why);
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
