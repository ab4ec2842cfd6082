package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.purser.domain.money.Usd;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryResult;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * For tests of handlers: delivers one intent to a handler against a limit in memory, without a
 * server and without Temporal. Each delivery goes on from the checkpoint of the one before.
 *
 * <pre>{@code
 * PurserTest purser = new PurserTest(Usd.of("0.15"));
 * PurserTest.Outcome outcome = purser.deliver(MyAgent::answer, "{\"ticket\": 4711}");
 * assertEquals("stopped", outcome.status());
 * purser.limit(Usd.of("1"));
 * assertEquals("completed", purser.deliver(MyAgent::answer, "{\"ticket\": 4711}").status());
 * }</pre>
 */
public final class PurserTest {
  private final String intent = UUID.randomUUID().toString();
  private final LocalLedger ledger;
  private int deliveries;
  private @Nullable String checkpoint;
  private long checkpointSeq;

  /** {@code limit}: where the intent is parked. */
  public PurserTest(Usd limit) {
    ledger = new LocalLedger(limit);
  }

  /**
   * What became of a delivery.
   *
   * @param status {@code completed}, {@code failed} or {@code stopped}
   * @param result what the handler returned, as JSON; missing: nothing
   * @param error why it failed; null: it did not
   * @param checkpoint the last one saved, as JSON; missing: none
   */
  public record Outcome(
      String status, JsonNode result, @Nullable String error, JsonNode checkpoint) {}

  /** Another limit, for what is reported from now on. */
  public void limit(Usd limit) {
    ledger.limit(limit);
  }

  /** What all deliveries have cost, by the list prices that come with the sdk. */
  public Usd cost() {
    return ledger.cost();
  }

  /** How many reports there were. */
  public int calls() {
    return ledger.calls();
  }

  /**
   * Delivers the intent once, on this thread.
   *
   * @param payload a JSON object
   * @throws Exception what the handler threw, where it broke
   */
  public Outcome deliver(IntentHandler handler, String payload) throws Exception {
    Delivery delivery = next(payload);
    Stop stop = new Stop(Thread.currentThread());
    Tab tab = new Tab(delivery, Usd.ZERO, new Uncounted(), stop);
    Checkpoint saved = new Checkpoint(delivery, this::save, tab, stop);
    IntentContext context = new IntentContext(delivery, new LocalMeter(ledger, stop), saved, stop);
    try {
      DeliveryResult result = new Attempt(stop, tab, saved, context).run(handler);
      return new Outcome(result.outcome(), read(result.result()), result.error(), read(checkpoint));
    } finally {
      stop.finished();
    }
  }

  private Delivery next(String payload) {
    deliveries++;
    return new Delivery(
        intent,
        "agent://test/test/handler",
        deliveries,
        null,
        null,
        payload,
        null,
        Map.of(),
        checkpoint,
        checkpointSeq,
        null,
        null,
        null,
        60_000,
        null);
  }

  private synchronized Http.Answer save(String path, JsonNode progress) {
    checkpoint = progress.path("checkpoint").toString();
    checkpointSeq = progress.path("seq").asLong();
    return new Http.Answer(200, Http.JSON.createObjectNode());
  }

  private static JsonNode read(@Nullable String json) throws JsonProcessingException {
    return json == null ? MissingNode.getInstance() : Http.JSON.readTree(json);
  }
}
