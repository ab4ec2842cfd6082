package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import dev.purser.workflows.delivery.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one delivery of an intent spends. Once Purser has said that the intent must stop,
 * every call throws {@link IntentStopped}; what a call reports is counted even so. May be used by
 * several threads.
 */
public final class Meter {
  private static final String AUTHORIZATIONS = "/v1/mesh/authorizations";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Delivery delivery;
  private final String idPrefix;
  private final Http http;
  private final Spool spool;
  private final Tab tab;
  private final Stop stop;
  private final ScheduledExecutorService scheduler;
  private final Duration ttl;
  private final Clock clock;
  private final AtomicLong calls = new AtomicLong();

  /** {@code idPrefix}: no other attempt at this delivery has the same. */
  Meter(
      Delivery delivery,
      String idPrefix,
      Http http,
      Spool spool,
      Tab tab,
      Stop stop,
      ScheduledExecutorService scheduler,
      Duration ttl,
      Clock clock) {
    this.delivery = delivery;
    this.idPrefix = idPrefix;
    this.http = http;
    this.spool = spool;
    this.tab = tab;
    this.stop = stop;
    this.scheduler = scheduler;
    this.ttl = ttl;
    this.clock = clock;
  }

  /** Reports what a call used; Purser prices it. */
  public Standing recordUsage(Usage usage) {
    return record(Spend.of(usage));
  }

  /** Reports a plain call's tokens; Purser prices them. */
  public Standing recordUsage(String model, long tokensIn, long tokensOut) {
    return record(Spend.of(model, tokensIn, tokensOut));
  }

  /** Reports an amount. */
  public Standing recordCost(Usd cost) {
    return record(Spend.of(cost));
  }

  /**
   * Reports what was spent and answers once the ledger has it, or once it is known that Purser is
   * away. Throws {@link IntentStopped} if the intent must not go on: the spend is counted then.
   *
   * @throws PurserRefused if it will never be counted
   */
  public Standing record(Spend spend) {
    send(spend, null);
    stop.check();
    return tab.standing();
  }

  /** Asks before a call that costs at most this; close the answer when the call is over. */
  public Authorization authorize(Usd estimate) {
    return authorize(question().put("estimate_usd", estimate.toBigDecimal()), estimate);
  }

  /** The same by tokens; the output is the most that the call may give. */
  public Authorization authorize(Usage atMost) {
    ObjectNode question =
        question()
            .put("model", atMost.model())
            .put("tokens_in", atMost.input())
            .put("max_tokens_out", atMost.output());
    return authorize(question, Estimate.of(atMost, clock.instant()));
  }

  private ObjectNode question() {
    return Http.JSON
        .createObjectNode()
        .put("agent", delivery.agent())
        .put("intent_id", delivery.intentId())
        .put("delivery", delivery.delivery())
        .put("ttl_seconds", ttl.toSeconds());
  }

  private Authorization authorize(ObjectNode question, Usd estimate) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      stop.check();
      if (spool.isAway()) {
        return offline(estimate);
      }
      String id = UUID.randomUUID().toString();
      JsonNode answer;
      try {
        answer = ask(question.put("authorization_id", id));
      } catch (Http.Away e) {
        return offline(estimate);
      }
      if (answer.path("decision").asText().equals("allow")) {
        return new Authorization(this, id, estimate, scheduler);
      }
      stop.check();
      String reason = answer.path("reason").asText("limit");
      if (!reason.equals("pending") || System.nanoTime() - deadline > 0) {
        throw denied(answer, reason);
      }
      pause(answer);
    }
  }

  private JsonNode ask(ObjectNode question) throws Http.Away {
    Http.Answer answer = http.post(AUTHORIZATIONS, question);
    if (answer.isGood()) {
      tab.hear(withStanding(answer.body()), answer.body().path("agents").path(0));
      return answer.body();
    }
    PurserRefused refusal = answer.refused();
    if (refusal.code().equals("policy_denied")) {
      stop.order(new Killed(String.valueOf(refusal.getMessage())));
      stop.check();
    }
    throw refusal;
  }

  /** The answer's part about the intent where it has one, otherwise the answer itself. */
  private static JsonNode withStanding(JsonNode answer) {
    JsonNode intent = answer.path("intents").path(0);
    return intent.isMissingNode() ? answer : intent;
  }

  private static AuthorizationDenied denied(JsonNode answer, String reason) {
    JsonNode rule = answer.path("rule");
    JsonNode usd = answer.path("affordable").path("usd");
    return new AuthorizationDenied(
        reason,
        rule.isTextual() ? rule.asText() : null,
        usd.isNumber() ? Usd.of(usd.decimalValue()) : null);
  }

  private void pause(JsonNode answer) {
    try {
      Thread.sleep(Math.max(10, Math.min(1_000, answer.path("retry_after_ms").asLong(200))));
    } catch (InterruptedException e) {
      stop.check();
      Thread.currentThread().interrupt();
      throw denied(answer, "interrupted");
    }
  }

  private Authorization offline(Usd estimate) {
    stop.check();
    tab.promise(estimate);
    return new Authorization(this, null, estimate, scheduler);
  }

  /** Where the intent stands, as far as this worker has heard; asks nobody. */
  public Standing standing() {
    return tab.standing();
  }

  /** Throws {@link IntentStopped} if the intent must not go on; for loops without other calls. */
  public void throwIfStopped() {
    stop.check();
  }

  /** Counts a spend, whatever else is to happen. */
  void send(Spend spend, @Nullable String authorizationId) {
    Usd estimate = Estimate.of(spend, clock.instant());
    ObjectNode report =
        Reports.write(delivery, idPrefix + calls.incrementAndGet(), spend, authorizationId);
    if (spool.isFull()) {
      stop.order(Parked.because("Purser is away and too many reports wait for it"));
    }
    try {
      spool.add(report, new Slip(estimate)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PurserRefused refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  void release(String authorizationId) {
    try {
      http.delete(AUTHORIZATIONS + "/" + authorizationId);
    } catch (Http.Away e) {
      // It expires by itself.
    }
  }

  void extend(String authorizationId) throws Http.Away {
    http.post(
        AUTHORIZATIONS + "/" + authorizationId + "/extend",
        Http.JSON.createObjectNode().put("ttl_seconds", ttl.toSeconds()));
  }

  void unpromise(Usd amount) {
    tab.unpromise(amount);
  }

  Duration ttl() {
    return ttl;
  }

  /** One report on its way. */
  private final class Slip implements Spool.Listener {
    private final Usd estimate;
    private boolean uncounted;

    private Slip(Usd estimate) {
      this.estimate = estimate;
    }

    @Override
    public void kept() {
      uncounted = true;
      tab.spendUncounted(estimate);
    }

    @Override
    public void counted(JsonNode intent, JsonNode agent) {
      settle();
      tab.hear(intent, agent);
    }

    @Override
    public void refused(PurserRefused refusal) {
      settle();
    }

    private void settle() {
      if (uncounted) {
        tab.settleUncounted(estimate);
      }
    }
  }
}
