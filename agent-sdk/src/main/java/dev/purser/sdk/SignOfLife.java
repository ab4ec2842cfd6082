package dev.purser.sdk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Purser that the agent lives, and learns from the answer whether it lets the agent in. */
final class SignOfLife {
  private static final Logger LOG = LoggerFactory.getLogger(SignOfLife.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** How often {@link #show} is called: while the agent waits to be let in each call asks. */
  static final Duration TICK = Duration.ofSeconds(1);

  private final Http http;
  private final String agent;
  private final Gate gate;
  private final OnceAMinute news = new OnceAMinute();
  private long askedAt;

  SignOfLife(Http http, String agent, Gate gate) {
    this.http = http;
    this.agent = agent;
    this.gate = gate;
  }

  /**
   * Asks once, and opens the gate where Purser answers that all is well; where it does not answer,
   * nothing is known yet.
   *
   * @throws PurserRefused where key, address or agent are wrong: a sentence for the author
   */
  void check() {
    askedAt = System.nanoTime();
    ObjectNode body = Http.JSON.createObjectNode().put("agent", agent);
    Http.Answer answer;
    try {
      answer = http.ask("/v1/mesh/heartbeat", body);
    } catch (Http.Away e) {
      if (!gate.isOpen() && news.isDue(System.nanoTime())) {
        LOG.warn(
            "Purser does not answer ({}): {} takes no intents until it does",
            e.getMessage(),
            agent);
      }
      return;
    }
    if (!answer.isGood() || !answer.body().path("ok").asBoolean()) {
      throw new PurserRefused(answer.code(), sentence(answer));
    }
    gate.open();
  }

  private String sentence(Http.Answer answer) {
    String said = answer.refused().getMessage();
    return switch (answer.status()) {
      case 401 ->
          "Purser at " + http.servers() + " does not take the key of " + agent + ": " + said;
      case 403 ->
          "the key given to Purser at " + http.servers() + " is not " + agent + "'s: " + said;
      case 404 -> "there is no Purser at " + http.servers() + ", check its address: " + said;
      default ->
          answer.isGood()
              ? "there is no Purser at " + http.servers() + ": what answers there is something else"
              : "Purser at " + http.servers() + " refuses " + agent + ": " + said;
    };
  }

  /** Asks once more where it is time, whenever and by whomever the gate was closed. */
  void show() {
    if (gate.isOpen() && System.nanoTime() - askedAt < INTERVAL.toNanos()) {
      return;
    }
    try {
      check();
    } catch (PurserRefused e) {
      gate.close(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("a sign of life was not given because of a defect", e);
    }
  }
}
