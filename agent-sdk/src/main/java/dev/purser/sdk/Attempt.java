package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.purser.workflows.delivery.Beat;
import dev.purser.workflows.delivery.DeliveryResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One delivery at work: runs the handler, and says what became of it. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final Stop stop;
  private final Tab tab;
  private final Checkpoint checkpoint;
  private final IntentContext context;

  Attempt(Stop stop, Tab tab, Checkpoint checkpoint, IntentContext context) {
    this.stop = stop;
    this.tab = tab;
    this.checkpoint = checkpoint;
    this.context = context;
  }

  /**
   * Works on the intent. A return counts unless a stop was thrown to the handler: then it did not
   * do all that it would have done.
   *
   * @throws Exception what the handler threw, where it broke
   */
  DeliveryResult run(IntentHandler handler) throws Exception {
    Object answer;
    try {
      stop.check();
      tab.awaitAllowance();
      answer = handler.handle(context);
    } catch (IntentFailed e) {
      IntentStopped swallowed = stop.thrown();
      return swallowed == null
          ? DeliveryResult.failed(String.valueOf(e.getMessage()))
          : swallowed(swallowed, "gave the intent up");
    } catch (Exception e) {
      IntentStopped order = stop.order();
      AuthorizationDenied denied = denial(e);
      if (order == null && denied != null) {
        return DeliveryResult.failed(String.valueOf(denied.getMessage()));
      }
      if (order == null) {
        throw e;
      }
      return stopped(order);
    }
    IntentStopped swallowed = stop.thrown();
    return swallowed == null
        ? DeliveryResult.completed(write(answer))
        : swallowed(swallowed, "returned a result");
  }

  /** A call that was denied, as executors and futures may have wrapped it; null: it is not that. */
  private static @Nullable AuthorizationDenied denial(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof AuthorizationDenied denied) {
        return denied;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private DeliveryResult swallowed(IntentStopped order, String instead) {
    LOG.warn(
        "the handler of intent {} was told to stop ({}), caught it and {}, which does not count:"
            + " the intent is stopped at its last checkpoint. Let IntentStopped pass.",
        context.intentId(),
        order.getMessage(),
        instead);
    return stopped(order);
  }

  private DeliveryResult stopped(IntentStopped order) {
    Beat unsaved = checkpoint.unsaved();
    return DeliveryResult.stopped(
        order.directive(),
        tab.intentVersion(),
        tab.agentVersion(),
        unsaved.checkpoint(),
        unsaved.checkpointSeq());
  }

  private static @Nullable String write(@Nullable Object result) {
    if (result == null) {
      return null;
    }
    try {
      return Http.JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the handler's result cannot be written as JSON", e);
    }
  }
}
