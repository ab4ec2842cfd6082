package dev.purser.ledger.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What comes from whoever has an intent in hand: signs of life and checkpoints. */
public final class Deliveries {
  /** Has a reader that fetched it, as far as the ledger has heard. */
  private static final String CLAIMED =
      """
      agent_id = (select id from agent where address = :agent)
        and claimed_delivery > 0 and claimed_delivery >= delivery and status <> 'SUBMITTED' and
      """
          + Intents.OPEN;

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

  /** Whoever has it in hand has just named it. */
  public void named(UUID id) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    "update intent set seen_at = now(), named_at = now(), seen_delivery = delivery"
                        + " where id = :id and "
                        + Intents.OPEN)
                .bind("id", id)
                .execute());
  }

  /** Whoever has this delivery of it in hand has just named it. */
  public void named(UUID id, int delivery) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update intent set seen_at = now(), named_at = now(), seen_delivery = :delivery
                    where id = :id and seen_delivery <= :delivery and
                    """
                        + Intents.OPEN)
                .bind("id", id)
                .bind("delivery", delivery)
                .execute());
  }

  /** A reader was granted this delivery of it just now. */
  public void claimed(UUID id, int delivery) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update intent set seen_at = now(), named_at = now(), seen_delivery = :delivery,
                      claimed_delivery = :delivery
                    where id = :id and seen_delivery <= :delivery and
                    """
                        + Intents.OPEN)
                .bind("id", id)
                .bind("delivery", delivery)
                .execute());
  }

  /**
   * The agent has just given a sign of life that names no intent: it keeps what its readers have
   * claimed, but what was not named for so long. Else one of them that lives would hold another's
   * work, which has died, for ever.
   *
   * @param its intents that are known to be this very reader's: kept however long ago
   */
  public void alive(AgentAddress agent, Collection<UUID> its, Duration longest) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update intent
                    set seen_at = now(), seen_delivery = greatest(seen_delivery, claimed_delivery)
                    where (id = any(:its)
                        or greatest(named_at, last_report_at)
                          > now() - :longest * interval '1 millisecond') and
                    """
                        + CLAIMED)
                .bind("agent", agent.value())
                .bindArray("its", UUID.class, its)
                .bind("longest", longest.toMillis())
                .execute());
  }

  /** The one intent that readers of the agent have claimed; empty: none, or several. */
  public Optional<UUID> onlyClaimed(AgentAddress agent) {
    List<UUID> claimed =
        store.read(
            handle ->
                handle
                    .createQuery("select id from intent where " + CLAIMED + " limit 2")
                    .bind("agent", agent.value())
                    .mapTo(UUID.class)
                    .list());
    return claimed.size() == 1 ? Optional.of(claimed.get(0)) : Optional.empty();
  }

  /**
   * What a reader may fetch, the oldest first: what lies there for the agent and is no reader's.
   *
   * @param except what it is not to be offered now
   */
  public List<UUID> toFetch(
      AgentAddress agent, List<IntentStatus> statuses, Collection<UUID> except, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select id from intent
                    where agent_id = (select id from agent where address = :agent)
                      and status in ('SUBMITTED', 'DELIVERED') and not tracked
                      and status = any(:statuses)
                      and (status = 'SUBMITTED' or claimed_delivery < delivery)
                      and id <> all(:except)
                    order by created_at, id limit :limit
                    """)
                .bind("agent", agent.value())
                .bindArray("statuses", String.class, statuses.stream().map(Enum::name).toList())
                .bindArray("except", UUID.class, except)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
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
