package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/** What one delivery has heard of its intent's money, and what it spent that is not counted yet. */
final class Tab {
  private final String intent;
  private final Uncounted uncounted;
  private final Stop stop;
  private Usd offlineLimit;
  private Directive directive = Directive.CONTINUE;
  private @Nullable Usd cost;
  private @Nullable Usd remaining;
  private Usd promised = Usd.ZERO;
  private long intentVersion;
  private long agentVersion;

  /** {@code offlineLimit}: what may be spent while Purser does not answer where no policy says. */
  Tab(Delivery delivery, Usd offlineLimit, Uncounted uncounted, Stop stop) {
    this.intent = delivery.intentId();
    this.uncounted = uncounted;
    this.stop = stop;
    Long allowed = delivery.offlineNanos();
    this.offlineLimit = allowed == null ? offlineLimit : Usd.ofNanos(allowed);
    Long left = delivery.remainingNanos();
    this.remaining = left == null ? null : Usd.ofNanos(left);
  }

  /** Takes what an answer says of the intent and of its agent. */
  synchronized void hear(JsonNode intent, JsonNode agent) {
    long version = intent.path("version").asLong();
    long version2 = agent.path("version").asLong();
    intentVersion = Math.max(intentVersion, version);
    agentVersion = Math.max(agentVersion, version2);
    cost = amount(intent.path("cost_usd"), cost);
    remaining =
        amount(intent.path("remaining_usd"), intent.has("remaining_usd") ? null : remaining);
    offlineLimit = amountOr(intent.path("offline_usd"), offlineLimit);
    obey(intent);
  }

  /** Takes the directive alone. */
  synchronized void obey(JsonNode answer) {
    String said = answer.path("directive").asText("CONTINUE");
    directive = Directive.valueOf(said);
    if (directive == Directive.KILL) {
      stop.order(new Killed(reason(answer, "killed")));
    } else if (directive == Directive.PARK) {
      stop.order(Parked.because(reason(answer, "parked")));
    }
  }

  private static String reason(JsonNode answer, String otherwise) {
    JsonNode by = answer.path("parked_by");
    return by.path("reason").asText(answer.path("rule").asText(otherwise));
  }

  private static @Nullable Usd amount(JsonNode node, @Nullable Usd otherwise) {
    return node.isNumber() ? Usd.ofSum(node.decimalValue()) : otherwise;
  }

  private static Usd amountOr(JsonNode node, Usd otherwise) {
    return node.isNumber() ? Usd.ofSum(node.decimalValue()) : otherwise;
  }

  /** So much was spent and waits to be counted; at the end of the allowance the handler stops. */
  synchronized void spendUncounted(Usd amount) {
    if (uncounted.add(intent, amount).atLeast(allowance())) {
      stop.order(Parked.because("Purser is away and " + allowance() + " were spent without it"));
    }
  }

  /** It was counted, or never will be. */
  void settleUncounted(Usd amount) {
    uncounted.settle(intent, amount);
  }

  /** Waits while earlier deliveries have spent all that may be spent without Purser. */
  void awaitAllowance() throws InterruptedException {
    Usd allowance;
    synchronized (this) {
      allowance = allowance();
    }
    uncounted.awaitBelow(intent, allowance);
  }

  /** Sets so much aside for a call made while Purser is away; otherwise stops the handler. */
  synchronized void promise(Usd amount) {
    if (uncounted.of(intent).plus(promised).plus(amount).compareTo(allowance()) > 0) {
      stop.order(Parked.because("Purser is away and " + allowance() + " may be spent without it"));
      stop.check();
    }
    promised = promised.plus(amount);
  }

  synchronized void unpromise(Usd amount) {
    promised = promised.minus(amount);
  }

  private Usd allowance() {
    return remaining == null ? offlineLimit : offlineLimit.min(remaining).max(Usd.ZERO);
  }

  synchronized Standing standing() {
    return new Standing(directive, cost, remaining, uncounted.of(intent).isZero());
  }

  synchronized long intentVersion() {
    return intentVersion;
  }

  synchronized long agentVersion() {
    return agentVersion;
  }
}
