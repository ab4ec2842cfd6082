package dev.purser.api.intents;

import dev.purser.api.Briefly;
import dev.purser.api.TemporalPages;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.HoldView;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.api.intents.IntentAnswers.Standing;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentEvent;
import dev.purser.ledger.intents.IntentFilter;
import dev.purser.ledger.snapshots.IntentOrder;
import dev.purser.ledger.snapshots.IntentSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds intents for those who may see them. */
public final class IntentDesk {
  /** Bytes of payloads, results and checkpoints in one answer. */
  private static final long MAX_CONTENTS = 4L << 20;

  private final Ledger ledger;
  private final Subjects subjects;
  private final @Nullable TemporalPages temporal;

  /**
   * @param temporal where Temporal shows its workflows; null: nowhere
   */
  public IntentDesk(Ledger ledger, Subjects subjects, @Nullable TemporalPages temporal) {
    this.ledger = ledger;
    this.subjects = subjects;
    this.temporal = temporal;
  }

  /** The id of a path, of an intent that is there and that the caller may work on. */
  public UUID requireId(String id, Caller caller) {
    UUID intent = Values.intentId(id);
    caller.requireMayActFor(subjects.ofIntent(intent));
    return intent;
  }

  /** The id of a path, of an intent that the caller may read: its agent, or who sent it. */
  UUID requireReadableId(String id, Caller caller) {
    UUID intent = Values.intentId(id);
    AgentAddress agent = subjects.ofIntent(intent);
    AgentAddress reader = caller.agent();
    if (reader != null && !reader.equals(agent) && !isSentBy(intent, reader)) {
      caller.requireMayActFor(agent);
    }
    return intent;
  }

  private boolean isSentBy(UUID intent, AgentAddress sender) {
    return sender.value().equals(ledger.intents().require(intent).fromAgent());
  }

  /** The intent of a path, that the caller may read. */
  Intent readable(String id, Caller caller) {
    return ledger.intents().require(requireReadableId(id, caller));
  }

  /** Whose it is, asked on the way of a person's word. */
  AgentAddress agentOf(UUID id) {
    return Briefly.read(() -> subjects.ofIntent(id));
  }

  /** The intent of a path, that the caller may work on. */
  public Intent require(String id, Caller caller) {
    return ledger.intents().require(requireId(id, caller));
  }

  /**
   * The id of an intent that has not ended; while the ledger is away it is asked at its workflow.
   */
  public UUID requireOpenId(String id, Caller caller) {
    return orAtItsWorkflow(id, caller, () -> requireOpen(id, caller));
  }

  /** The same of one that may be released: a stopped task stays so after its intent has ended. */
  public UUID requireReleasableId(String id, Caller caller) {
    return orAtItsWorkflow(
        id,
        caller,
        () -> {
          Intent intent = require(id, caller);
          return intent.tracked() ? intent : requireOpen(intent);
        });
  }

  private static UUID orAtItsWorkflow(String id, Caller caller, Supplier<Intent> found) {
    try {
      return Briefly.read(found).id();
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE || caller.isAgent()) {
        throw e;
      }
      return Values.intentId(id);
    }
  }

  /** An intent that has not ended; 409 else. */
  Intent requireOpen(String id, Caller caller) {
    return requireOpen(require(id, caller));
  }

  /** The same of an intent that was read already. */
  Intent requireOpen(Intent intent) {
    if (intent.status().isTerminal()) {
      throw ProblemException.conflict("the intent is " + intent.status() + " already");
    }
    return intent;
  }

  Page<Intent> list(IntentFilter filter, int limit, @Nullable String cursor) {
    return ledger.intents().list(filter, limit, cursor);
  }

  /** The same with payloads, results and checkpoints, of which it ends at some megabytes. */
  Page<Intent> listWithContents(IntentFilter filter, int limit, @Nullable String cursor) {
    return ledger.intents().listWithContents(filter, limit, cursor, MAX_CONTENTS);
  }

  /** What happened to it after an event, in order. */
  public List<IntentEvent> events(UUID id, long since, int limit) {
    return ledger.intents().events(id, since, limit);
  }

  /** An intent with its newest event. */
  record Newest(IntentView view, @Nullable IntentEvent event) {}

  /**
   * The intent after an act of its workflow; null while the ledger is away.
   *
   * @param journaled whether the ledger was there for the act: it is not waited for anew
   */
  @Nullable Newest newest(UUID id, IntentStatus status, boolean journaled) {
    if (!journaled) {
      return null;
    }
    try {
      Intent intent = ledger.intents().require(id);
      return new Newest(
          view(intent, status, intent.delivery()), ledger.intents().lastEvent(id).orElse(null));
    } catch (Refused e) {
      if (e.code() == Refused.Code.UNAVAILABLE) {
        return null;
      }
      throw e;
    }
  }

  /** Everything about it. */
  public IntentView view(Intent intent) {
    return view(intent, intent.status(), intent.delivery());
  }

  /** The same, with what its workflow says already and the ledger may not. */
  IntentView view(Intent intent, IntentStatus status, int delivery) {
    IntentSnapshot snapshot = ledger.snapshots().require(intent.id());
    return IntentView.of(
        intent, status, delivery, snapshot.order(), remaining(snapshot), temporalUrl(intent.id()));
  }

  private static @Nullable Usd remaining(IntentSnapshot snapshot) {
    Usd own = snapshot.half().remaining();
    Budget tightest = snapshot.agent().tightest();
    Usd agents = tightest == null ? null : tightest.remaining();
    return own == null || agents == null ? (own == null ? agents : own) : own.min(agents);
  }

  /** Where it stands, whether its workflow has heard of it or not. */
  Standing standing(UUID id) {
    IntentOrder found = ledger.snapshots().order(id).orElseThrow();
    Order order = found.order();
    Hold hold = order.parkedBy();
    return new Standing(
        true,
        found.intent().status(),
        order.directive(),
        HoldView.of(hold),
        hold == null ? null : hold.resumesAt());
  }

  /** The same for a list: without what would have to be computed for each. */
  List<IntentView> briefViews(List<Intent> intents) {
    Map<UUID, Order> orders = ledger.intents().orders(intents);
    return intents.stream()
        .map(
            intent ->
                IntentView.of(
                    intent,
                    intent.status(),
                    intent.delivery(),
                    Objects.requireNonNull(orders.get(intent.id())),
                    ownRemaining(intent),
                    temporalUrl(intent.id())))
        .toList();
  }

  private static @Nullable Usd ownRemaining(Intent intent) {
    Usd limit = intent.limit();
    return limit == null ? null : limit.minus(intent.cost()).minus(intent.pending()).max(Usd.ZERO);
  }

  private @Nullable String temporalUrl(UUID id) {
    return temporal == null ? null : temporal.ofIntent(id);
  }

  /** An agent's key sets no limit of an intent above the rule that holds for it. */
  void requireAllowedLimit(AgentAddress agent, @Nullable Usd limit, Caller caller) {
    if (limit == null || !caller.isAgent()) {
      return;
    }
    ledger.agents().get(agent).stream()
        .flatMap(detail -> detail.policies().stream())
        .flatMap(policy -> policy.rules().stream())
        .filter(rule -> rule.period() == Period.INTENT)
        .forEach(
            rule -> {
              Usd most = rule.limit();
              if (most != null && limit.compareTo(most) > 0) {
                throw ProblemException.forbidden(
                    "limit_usd is above the rule's " + most + " an intent");
              }
            });
  }
}
