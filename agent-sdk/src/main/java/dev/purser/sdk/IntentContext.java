package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.workflows.delivery.Delivery;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An intent in a handler's hands. */
public final class IntentContext {
  private final Delivery delivery;
  private final JsonNode payload;
  private final Meter meter;
  private final Checkpoint checkpoint;
  private final CancellationToken cancellation;

  IntentContext(
      Delivery delivery, Meter meter, Checkpoint checkpoint, CancellationToken cancellation) {
    this.delivery = delivery;
    this.payload = parse(delivery.payload());
    this.meter = meter;
    this.checkpoint = checkpoint;
    this.cancellation = cancellation;
  }

  private static JsonNode parse(String json) {
    try {
      return Http.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the payload delivered is not JSON", e);
    }
  }

  public UUID intentId() {
    return UUID.fromString(delivery.intentId());
  }

  public AgentAddress agent() {
    return new AgentAddress(delivery.agent());
  }

  /** How often the intent was delivered, this time included. */
  public int delivery() {
    return delivery.delivery();
  }

  public @Nullable String intentType() {
    return delivery.intentType();
  }

  public @Nullable String correlationId() {
    return delivery.correlationId();
  }

  /** What is asked: a JSON object. */
  public JsonNode payload() {
    return payload;
  }

  /** The same as this type. */
  public <T> T payload(Class<T> type) {
    return Http.JSON.convertValue(payload, type);
  }

  /** The work that the intent belongs to, e.g. a ticket; null: none. */
  public @Nullable String task() {
    return delivery.task();
  }

  public Map<String, String> tags() {
    return delivery.tags();
  }

  /** When the intent times out, UTC; null: never. */
  public @Nullable Instant deadline() {
    return delivery.deadlineAt();
  }

  /** Counts what the work spends, and asks before it is spent. */
  public Meter meter() {
    return meter;
  }

  /** Keeps how far the work has come. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Whether the work must stop, and why. */
  public CancellationToken cancellation() {
    return cancellation;
  }

  /**
   * Has the action run, once, as soon as the work must stop: for what blocks and does not heed the
   * interrupt of the handler's thread.
   */
  public CancellationToken.Registration onStop(Runnable action) {
    return cancellation.onStop(action);
  }
}
