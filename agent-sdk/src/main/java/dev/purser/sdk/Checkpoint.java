package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.workflows.delivery.Beat;
import dev.purser.workflows.delivery.Delivery;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How far the work on an intent has come, for whoever goes on with it. */
public final class Checkpoint {
  private static final int MOST_BYTES = 256 * 1024;

  private final Delivery delivery;
  private final Door door;
  private final Tab tab;
  private final Stop stop;
  private final @Nullable JsonNode last;
  private long seq;

  /** The newest one that the ledger may not have; checkpoint null: the ledger has all. */
  private volatile Beat unsaved = new Beat(null, 0);

  /** Who is told of progress. */
  @FunctionalInterface
  interface Door {
    Http.Answer post(String path, JsonNode progress) throws Http.Away;
  }

  Checkpoint(Delivery delivery, Door door, Tab tab, Stop stop) {
    this.delivery = delivery;
    this.door = door;
    this.tab = tab;
    this.stop = stop;
    this.seq = delivery.checkpointSeq();
    this.last = delivery.checkpoint() == null ? null : parse(delivery.checkpoint());
  }

  private static JsonNode parse(String json) {
    try {
      return Http.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the checkpoint delivered is not JSON", e);
    }
  }

  /** The last one of an earlier delivery; null: there is none. */
  public @Nullable JsonNode last() {
    return last;
  }

  /** The last one of an earlier delivery as this type; null: there is none. */
  public <T> @Nullable T last(Class<T> type) {
    return last == null ? null : Http.JSON.convertValue(last, type);
  }

  /**
   * Saves how far the work has come: anything that Jackson can write, up to 256 KiB of JSON. Works
   * also when the intent has been told to stop.
   *
   * @return true: it is in the ledger; false: Purser is away, and the heartbeats and the answer of
   *     this delivery carry it instead
   * @throws Killed if another delivery has taken this one's place
   */
  public synchronized boolean save(Object state) {
    JsonNode json = Http.JSON.valueToTree(state);
    String text = json.toString();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a checkpoint has at most " + MOST_BYTES + " bytes of JSON, not " + bytes);
    }
    seq++;
    ObjectNode progress =
        Http.JSON.createObjectNode().put("delivery", delivery.delivery()).put("seq", seq);
    progress.set("checkpoint", json);
    try {
      heed(door.post(path(), progress));
      unsaved = new Beat(null, 0);
      return true;
    } catch (Http.Away e) {
      unsaved = new Beat(text, seq);
      return false;
    }
  }

  /** Tells that the work has begun; of no consequence where nobody hears it. */
  void begin() {
    ObjectNode progress =
        Http.JSON
            .createObjectNode()
            .put("delivery", delivery.delivery())
            .put("status", "IN_PROGRESS");
    try {
      Http.Answer answer = door.post(path(), progress);
      if (answer.isGood()) {
        tab.obey(answer.body());
      }
    } catch (Http.Away e) {
      // Reports and checkpoints tell as much.
    }
  }

  private String path() {
    return "/v1/intents/" + delivery.intentId() + "/progress";
  }

  private void heed(Http.Answer answer) {
    if (answer.isGood()) {
      tab.obey(answer.body());
      return;
    }
    PurserRefused refusal = answer.refused();
    if (answer.status() == 409) {
      stop.order(new Killed(String.valueOf(refusal.getMessage())));
      stop.check();
    }
    throw refusal;
  }

  /** What heartbeats and the answer must carry. */
  Beat unsaved() {
    return unsaved;
  }
}
