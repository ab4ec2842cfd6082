package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.HoldLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an intent's workflow is started with, from the ledger's row.
 *
 * @param run the run number from the ledger: raised each time the intent is started or adopted
 * @param payload a JSON object
 * @param tracked whether a report opened it: never delivered
 * @param limitNanos its own limit, nano-dollars; null: none
 * @param maxDeliveryAttempts how many deliveries may be lost; at least 1
 * @param heartbeatTimeoutMillis silence after which a delivery is lost; 0: 30 s
 * @param attributes whether the search attributes are registered; an upsert of an unregistered one
 *     hangs some servers
 * @param status where the ledger says it stands: CREATED for a new one
 * @param holds as last journaled; only a person's is taken from here
 * @param delivery the number of the last delivery, 0: none
 * @param assumedInNanos nano-dollars that a token in counts for while the ledger, which prices, is
 *     away; null: nothing
 * @param assumedOutNanos the same for a token out
 * @param newsFollows whether it was started out of turn, with news of its own, and the courier is
 *     on its way with the same
 * @param carried what an earlier run of this workflow handed on; starters leave it null
 */
public record IntentStart(
    String intentId,
    String agent,
    long run,
    @Nullable String intentType,
    @Nullable String correlationId,
    String payload,
    @Nullable String task,
    Map<String, String> tags,
    boolean tracked,
    @Nullable Long limitNanos,
    @Nullable Instant deadlineAt,
    int maxDeliveryAttempts,
    long heartbeatTimeoutMillis,
    boolean attributes,
    IntentStatus status,
    List<HoldLine> holds,
    int delivery,
    @Nullable String checkpoint,
    long checkpointSeq,
    @Nullable Long assumedInNanos,
    @Nullable Long assumedOutNanos,
    boolean newsFollows,
    @Nullable IntentCarried carried) {
  /** What a heartbeat timeout is where nothing else is said. */
  public static final long DEFAULT_HEARTBEAT_MILLIS = 30_000;

  public IntentStart {
    payload = Objects.requireNonNullElse(payload, "{}");
    tags = tags == null ? Map.of() : Map.copyOf(tags);
    maxDeliveryAttempts = maxDeliveryAttempts < 1 ? 3 : maxDeliveryAttempts;
    heartbeatTimeoutMillis =
        heartbeatTimeoutMillis < 1 ? DEFAULT_HEARTBEAT_MILLIS : heartbeatTimeoutMillis;
    status = Objects.requireNonNullElse(status, IntentStatus.CREATED);
    holds = holds == null ? List.of() : List.copyOf(holds);
  }

  /** The same intent, as the next run of its workflow takes it over. */
  IntentStart next(IntentBook book, DeliveryDesk desk, IntentCarried handedOn) {
    return new IntentStart(
        intentId,
        agent,
        run,
        intentType,
        correlationId,
        payload,
        task,
        tags,
        tracked,
        limitNanos,
        book.deadlineAt(),
        book.maxDeliveryAttempts(),
        heartbeatTimeoutMillis,
        attributes,
        book.status(),
        List.of(),
        book.delivery(),
        desk.checkpoint(),
        desk.checkpointSeq(),
        assumedInNanos,
        assumedOutNanos,
        false,
        handedOn);
  }
}
