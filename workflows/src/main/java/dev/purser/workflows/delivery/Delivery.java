package dev.purser.workflows.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An intent on its way to its agent.
 *
 * @param delivery its number, from 1; every report of this delivery names it
 * @param payload a JSON object
 * @param checkpoint the last one saved, as JSON; null: none
 * @param checkpointSeq its number; the next one must be higher
 * @param limitNanos the intent's own limit in nano-dollars; null: none
 * @param remainingNanos the least any rule leaves, in nano-dollars; null: no rule
 * @param heartbeatTimeoutMillis silence after which the delivery is taken for lost
 * @param offlineNanos what it may spend while Purser does not answer, in nano-dollars; null: no
 *     policy says
 */
public record Delivery(
    String intentId,
    String agent,
    int delivery,
    @Nullable String intentType,
    @Nullable String correlationId,
    String payload,
    @Nullable String task,
    Map<String, String> tags,
    @Nullable String checkpoint,
    long checkpointSeq,
    @Nullable Instant deadlineAt,
    @Nullable Long limitNanos,
    @Nullable Long remainingNanos,
    long heartbeatTimeoutMillis,
    @Nullable Long offlineNanos) {
  public Delivery {
    payload = Objects.requireNonNullElse(payload, "{}");
    tags = tags == null ? Map.of() : Map.copyOf(tags);
  }
}
