package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.workflows.delivery.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is tracked under a name; {@link Purser#task} opens it, for one thread. Say {@link
 * #complete} at its end: a block that ends without has FAILED, but for one that was stopped, which
 * goes on under the same name once someone lets it.
 */
public final class TrackedTask implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackedTask.class);
  private static final Duration AUTHORIZATION_TTL = Duration.ofMinutes(10);

  private final Purser purser;
  private final AgentAddress agent;
  private final String name;
  private final Stop stop = new Stop(Thread.currentThread());
  private @Nullable String intentId;
  private @Nullable Meter meter;
  private boolean ended;

  TrackedTask(Purser purser, AgentAddress agent, String name) {
    this.purser = purser;
    this.agent = agent;
    this.name = name;
    purser.begun(stop);
  }

  void open() {
    JsonNode said = null;
    try {
      said = ask();
    } catch (Http.Away e) {
      LOG.warn(
          "Purser does not answer ({}): task {} of {} begins on its offline allowance",
          e.getMessage(),
          name,
          agent);
    }
    Delivery work = work(intentId == null ? agent + "#" + name : intentId);
    Tab tab = purser.tab(work, stop);
    StopReason reason = new StopReason(purser.http(), String.valueOf(intentId), stop);
    meter =
        new LedgerMeter(
            work,
            UUID.randomUUID() + ":",
            purser.http(),
            purser.spool(),
            tab,
            stop,
            reason,
            purser.scheduler(),
            AUTHORIZATION_TTL,
            OnDenied.PARK,
            Clock.systemUTC());
    if (said != null) {
      JsonNode intent = said.path("intents").path(0);
      tab.hear(intent.isMissingNode() ? said : intent, said.path("agents").path(0));
    }
    stop.check();
  }

  /** Not delivered, so without a number: reports name the task. */
  private Delivery work(String id) {
    return new Delivery(
        id, agent.value(), 0, null, null, "{}", name, Map.of(), null, 0, null, null, null, 0, null);
  }

  private JsonNode ask() throws Http.Away {
    ObjectNode opening =
        Http.JSON
            .createObjectNode()
            .put("agent", agent.value())
            .put("task", name)
            .put("cost_usd", 0)
            .put("report_id", UUID.randomUUID().toString());
    Http.Answer answer = purser.ask(opening);
    if (!answer.isGood()) {
      PurserRefused refusal = answer.refused();
      if (refusal.code().equals("policy_denied")) {
        throw new Killed(String.valueOf(refusal.getMessage()));
      }
      throw refusal;
    }
    intentId = answer.body().path("intents").path(0).path("intent_id").asText(null);
    return answer.body();
  }

  /**
   * Authorizes, counts and stops its calls. A person's stop is heard with the next of them: one
   * that is under way may run to its end.
   *
   * @throws IllegalStateException where the task is over: a call would begin it anew
   */
  public Meter meter() {
    if (meter == null || ended) {
      throw new IllegalStateException("task " + name + " of " + agent + " is over: open it anew");
    }
    return meter;
  }

  /** The intent that it is tracked as; null: Purser has not answered yet. */
  public @Nullable String intentId() {
    return intentId;
  }

  /** It is done. */
  public void complete() {
    complete(Map.of());
  }

  /**
   * It is done, with this result.
   *
   * @throws IntentStopped where a stop was thrown before: then it is not done, whatever caught it
   */
  public void complete(Map<String, ?> result) {
    IntentStopped thrown = stop.thrown();
    if (thrown != null) {
      throw thrown.again();
    }
    ObjectNode ending = Http.JSON.createObjectNode().put("status", "COMPLETED");
    end(ending.set("result", Http.JSON.valueToTree(result)));
  }

  private void end(ObjectNode ending) {
    ended = true;
    try {
      if (intentId == null) {
        ask();
      }
      Http.Answer answer = purser.http().post("/v1/intents/" + intentId + "/resolve", ending);
      if (!answer.isGood()) {
        throw answer.refused();
      }
    } catch (Http.Away | PurserRefused e) {
      // It has ended already, or ends by itself after a day without a report.
      LOG.warn(
          "the end of task {} of {}, {}, was not taken by Purser: {}",
          name,
          agent,
          ending.path("status").asText(),
          e.getMessage());
    }
  }

  /** Where it was neither completed nor stopped it has failed. */
  @Override
  public void close() {
    if (!ended && stop.order() == null) {
      end(
          Http.JSON
              .createObjectNode()
              .put("status", "FAILED")
              .put("error", "its block ended without complete()"));
    }
    forget();
  }

  void forget() {
    ended = true;
    purser.ended(stop);
    stop.finished();
  }
}
