package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import dev.purser.workflows.delivery.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A meter that asks Purser, and reports to it by way of the spool. */
final class LedgerMeter implements Meter {
  private static final String AUTHORIZATIONS = "/v1/mesh/authorizations";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Delivery delivery;
  private final String idPrefix;
  private final Http http;
  private final Spool spool;
  private final Tab tab;
  private final Stop stop;
  private final StopReason reason;
  private final ScheduledExecutorService scheduler;
  private final Duration ttl;
  private final Clock clock;
  private final OnDenied onDenied;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong questions = new AtomicLong();

  /** {@code idPrefix}: no other attempt at this delivery has the same. */
  LedgerMeter(
      Delivery delivery,
      String idPrefix,
      Http http,
      Spool spool,
      Tab tab,
      Stop stop,
      StopReason reason,
      ScheduledExecutorService scheduler,
      Duration ttl,
      OnDenied onDenied,
      Clock clock) {
    this.delivery = delivery;
    this.idPrefix = idPrefix;
    this.http = http;
    this.spool = spool;
    this.tab = tab;
    this.stop = stop;
    this.reason = reason;
    this.scheduler = scheduler;
    this.ttl = ttl;
    this.onDenied = onDenied;
    this.clock = clock;
  }

  @Override
  public Standing record(Spend spend) {
    send(spend, null);
    stop.check();
    return tab.standing();
  }

  @Override
  public Authorization authorize(Usd estimate) {
    return authorize(question().put("estimate_usd", estimate.toBigDecimal()), estimate);
  }

  @Override
  public Authorization authorize(Usage atMost) {
    ObjectNode question =
        question()
            .put("model", atMost.model())
            .put("tokens_in", atMost.input())
            .put("max_tokens_out", atMost.output());
    return authorize(question, Estimate.of(atMost, clock.instant()));
  }

  private ObjectNode question() {
    return Reports.about(delivery).put("ttl_seconds", ttl.toSeconds());
  }

  private Authorization authorize(ObjectNode question, Usd estimate) {
    long patience = System.nanoTime() + LONGEST_WAIT.toNanos();
    for (int asked = 1; ; asked++) {
      stop.check();
      if (spool.isAway()) {
        return offline(estimate);
      }
      String id = authorizationId();
      JsonNode answer;
      try {
        answer = ask(question.put("authorization_id", id));
      } catch (Http.Away e) {
        return offline(estimate);
      }
      if (answer.path("decision").asText().equals("allow")) {
        return new LedgerAuthorization(this, id, estimate, scheduler);
      }
      stop.check();
      AuthorizationDenied denied = denied(answer);
      if (denied.reason().equals("pending") && System.nanoTime() - patience < 0) {
        pause(answer.path("retry_after_ms").asLong(200), 1_000, denied);
      } else {
        heed(denied);
        pause(200L << Math.min(asked, 5), LONGEST_PAUSE_MILLIS, denied);
      }
    }
  }

  /** Returns where the call is to be asked for again. */
  private void heed(AuthorizationDenied denied) {
    switch (onDenied) {
      case FAIL -> throw denied;
      case PARK -> {
        stop.order(Parked.because(String.valueOf(denied.getMessage())));
        stop.check();
      }
      case WAIT -> {}
    }
  }

  /** Of this delivery, attempt and question alone: what another one holds is never taken for it. */
  private String authorizationId() {
    String name = idPrefix + "authorization:" + questions.incrementAndGet();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private JsonNode ask(ObjectNode question) throws Http.Away {
    Http.Answer answer = http.post(AUTHORIZATIONS, question);
    if (answer.isGood()) {
      explain(answer.body());
      tab.hear(withStanding(answer.body()), answer.body().path("agents").path(0));
      return answer.body();
    }
    PurserRefused refusal = answer.refused();
    if (refusal.code().equals("policy_denied")) {
      stop.order(reason.ask(new Killed(String.valueOf(refusal.getMessage()))).join());
      stop.check();
    }
    throw refusal;
  }

  /** An answer that says stop and not why: Purser is asked before the stop is heard. */
  private void explain(JsonNode answer) {
    String directive = answer.path("directive").asText();
    String rule = answer.path("rule").asText(directive);
    if (directive.equals("PARK")) {
      stop.order(reason.ask(Parked.because(rule)).join());
    } else if (directive.equals("KILL")) {
      stop.order(reason.ask(new Killed(rule)).join());
    }
  }

  /** The answer's part about the intent where it has one, otherwise the answer itself. */
  private static JsonNode withStanding(JsonNode answer) {
    JsonNode intent = answer.path("intents").path(0);
    return intent.isMissingNode() ? answer : intent;
  }

  private static AuthorizationDenied denied(JsonNode answer) {
    JsonNode rule = answer.path("rule");
    JsonNode usd = answer.path("affordable").path("usd");
    return new AuthorizationDenied(
        answer.path("reason").asText("limit"),
        rule.isTextual() ? rule.asText() : null,
        usd.isNumber() ? Usd.ofSum(usd.decimalValue()) : null);
  }

  private void pause(long millis, long most, AuthorizationDenied denied) {
    try {
      Thread.sleep(Math.max(10, Math.min(most, millis)));
    } catch (InterruptedException e) {
      stop.check();
      Thread.currentThread().interrupt();
      throw denied;
    }
  }

  private Authorization offline(Usd estimate) {
    stop.check();
    tab.promise(estimate);
    return new LedgerAuthorization(this, null, estimate, scheduler);
  }

  @Override
  public Standing standing() {
    return tab.standing();
  }

  @Override
  public CancellationToken cancellation() {
    return stop;
  }

  /** Counts a spend, whatever else is to happen. */
  void send(Spend spend, @Nullable String authorizationId) {
    Usd estimate = Estimate.of(spend, clock.instant());
    ObjectNode report =
        Reports.write(delivery, idPrefix + calls.incrementAndGet(), spend, authorizationId);
    if (spool.isFull()) {
      stop.order(Parked.because("Purser is away and too many reports wait for it"));
    }
    // An interrupt belongs to what blocks: here it would only spoil what is saved afterwards.
    try (CancellationToken.Registration sheltered = stop.shelter()) {
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
