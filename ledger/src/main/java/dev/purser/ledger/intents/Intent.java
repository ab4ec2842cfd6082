package dev.purser.ledger.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An intent as the ledger knows it.
 *
 * @param payload a JSON object; it, result and checkpoint are not to be looked into, only written.
 *     Null in lists that leave them out.
 * @param tracked whether a report opened it; then nobody delivers it
 * @param limit its own limit
 * @param rootId the intent at the top of its tree; itself where it has no parent
 * @param holds as its workflow last said, the oldest first
 * @param reason why it ended, or waits
 * @param delivery the number of its newest delivery; 0 before the first
 * @param checkpoint the last one saved
 * @param cost posted in its whole life
 * @param pending reserved by open authorizations
 * @param seenAt when whoever has it in hand last gave a sign of life other than a report
 */
public record Intent(
    UUID id,
    AgentAddress agent,
    @Nullable String intentType,
    @Nullable UUID correlationId,
    @Nullable String fromAgent,
    @Nullable String replyTo,
    JsonNode payload,
    @Nullable String task,
    Map<String, String> tags,
    boolean tracked,
    @Nullable Usd limit,
    @Nullable UUID parentId,
    UUID rootId,
    @Nullable Instant deadlineAt,
    int maxDeliveryAttempts,
    IntentStatus status,
    List<Hold> holds,
    @Nullable String reason,
    @Nullable JsonNode result,
    int delivery,
    @Nullable Checkpoint checkpoint,
    Usd cost,
    Usd pending,
    @Nullable Instant seenAt,
    @Nullable Instant lastReportAt,
    Instant createdAt,
    Instant updatedAt) {

  /** The oldest hold; null if nothing holds it. */
  public @Nullable Hold parkedBy() {
    return holds.isEmpty() ? null : holds.get(0);
  }

  /**
   * What its agent's code saved to go on from.
   *
   * @param delivery in which delivery
   * @param seq counts up within a delivery
   */
  public record Checkpoint(int delivery, long seq, JsonNode data) {}
}
