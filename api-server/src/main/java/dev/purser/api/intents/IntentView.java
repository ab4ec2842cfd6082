package dev.purser.api.intents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.http.HoldView;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.snapshots.Following;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An intent as answers show it. */
public record IntentView(
    UUID intentId,
    IntentStatus status,
    Instant createdAt,
    Instant updatedAt,
    String intentType,
    UUID correlationId,
    @JsonInclude(Include.ALWAYS) @Nullable String fromAgent,
    AgentAddress toAgent,
    @Nullable String replyTo,
    @Schema(
            description =
                "As it came; in lists, like result and checkpoint, only with payload=true")
        @Nullable JsonNode payload,
    @Nullable String task,
    Map<String, String> tags,
    @Nullable UUID parentIntentId,
    @Nullable Boolean tracked,
    @Nullable Instant deadlineAt,
    int maxDeliveryAttempts,
    int delivery,
    @Nullable JsonNode checkpoint,
    @Nullable Long checkpointSeq,
    Usd costUsd,
    Usd pendingUsd,
    @Schema(description = "Its own limit in US dollars, beside the rules'; null without one")
        @JsonInclude(Include.ALWAYS)
        @Nullable Usd limitUsd,
    @JsonInclude(Include.ALWAYS) @Nullable Usd remainingUsd,
    @Schema(description = "Whether it must stop and its workflow has yet to journal that it did")
        boolean stopping,
    @Nullable String waitingReason,
    @Nullable HoldView parkedBy,
    List<HoldView> holds,
    @Nullable Instant resumesAt,
    @Nullable String reason,
    @Nullable JsonNode result,
    @Schema(description = "What its agent said of its failure: any JSON") @Nullable JsonNode error,
    @Nullable String temporalUrl) {

  /** What stands for the type of an intent that a report opened. */
  private static final String TRACKED_TYPE = "purser.task.v1";

  /**
   * The view of an intent.
   *
   * @param status as its workflow last said, which the ledger may not have yet
   * @param delivery likewise
   * @param order what it must do now, and what says so
   * @param remaining the least any rule leaves; null: no rule
   * @param temporalUrl where Temporal shows its workflow; null: nowhere
   */
  public static IntentView of(
      Intent intent,
      IntentStatus status,
      int delivery,
      Order order,
      @Nullable Usd remaining,
      @Nullable String temporalUrl) {
    boolean stopping = Following.isStopping(intent.status(), order);
    Hold parkedBy = stopping ? order.parkedBy() : intent.parkedBy();
    Intent.Checkpoint checkpoint = intent.checkpoint();
    boolean failed = intent.status() == IntentStatus.FAILED;
    return new IntentView(
        intent.id(),
        status,
        intent.createdAt(),
        intent.updatedAt(),
        Objects.requireNonNullElse(intent.intentType(), TRACKED_TYPE),
        Objects.requireNonNullElse(intent.correlationId(), intent.id()),
        intent.fromAgent(),
        intent.agent(),
        intent.replyTo(),
        intent.payload().isNull() ? null : intent.payload(),
        intent.task(),
        intent.tags(),
        intent.parentId(),
        intent.tracked() ? true : null,
        intent.deadlineAt(),
        intent.maxDeliveryAttempts(),
        delivery,
        checkpoint == null ? null : checkpoint.data(),
        checkpoint == null ? null : checkpoint.seq(),
        intent.cost(),
        intent.pending(),
        intent.limit(),
        remaining,
        stopping,
        waitingReason(parkedBy, status),
        HoldView.of(parkedBy),
        intent.holds().stream().map(HoldView::of).toList(),
        parkedBy == null ? null : parkedBy.resumesAt(),
        intent.reason(),
        failed ? null : intent.result(),
        failed ? intent.result() : null,
        temporalUrl);
  }

  private static @Nullable String waitingReason(@Nullable Hold hold, IntentStatus status) {
    if (status != IntentStatus.WAITING || hold == null) {
      return null;
    }
    return hold.resumesAt() == null ? "WAITING_FOR_HUMAN" : "WAITING_FOR_TIME";
  }
}
