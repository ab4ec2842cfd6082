package dev.purser.api.pages.intents;

import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.api.why.Why;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentEvent;
import dev.purser.ledger.reports.IntentCost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The page of one intent. */
public final class IntentView extends PageView {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Set<String> BEFORE_CALLS =
      Set.of("intent.created", "intent.submitted", "intent.delivered");

  private final Intent intent;
  private final dev.purser.api.intents.IntentView shape;
  private final Why why;
  private final List<IntentEvent> events;
  private final List<IntentCost> costs;
  private final @Nullable Filled filled;

  IntentView(
      Visit visit,
      Intent intent,
      dev.purser.api.intents.IntentView shape,
      Why why,
      List<IntentEvent> events,
      List<IntentCost> costs,
      @Nullable Filled filled) {
    super("intent.ftlh", visit, name(intent), "agents");
    this.intent = intent;
    this.shape = shape;
    this.why = why;
    this.events = events;
    this.costs = costs;
    this.filled = filled;
  }

  private static String name(Intent intent) {
    if (intent.task() != null) {
      return intent.task();
    }
    return intent.intentType() == null ? intent.id().toString() : intent.intentType();
  }

  @Override
  public @Nullable Filled filled() {
    return filled;
  }

  /** The intent. */
  public Intent intent() {
    return intent;
  }

  /** The same as the API shows it. */
  public dev.purser.api.intents.IntentView shape() {
    return shape;
  }

  /** Why it stands where it stands. */
  public Why why() {
    return why;
  }

  /** Whether it has ended and its task is still stopped, which a resume releases. */
  public boolean outlivedByItsStop() {
    return intent.tracked() && intent.status().isTerminal() && !why.because().equals("none");
  }

  /** Its story, with its first call told among what happened. */
  public List<Chapter> story() {
    List<Chapter> story = new ArrayList<>(events.stream().map(Chapter::of).toList());
    if (!costs.isEmpty()) {
      story.add(Chapter.firstCall(firstCall(costs.get(0).quarter()), costs.get(0).model()));
    }
    story.sort(Comparator.comparing(Chapter::at));
    return story;
  }

  /** Not before it was there, nor before its first delivery in that same quarter of an hour. */
  private Instant firstCall(Instant quarter) {
    Instant end = quarter.plus(QUARTER);
    return BEFORE_CALLS.stream()
        .flatMap(type -> events.stream().filter(one -> one.eventType().equals(type)).limit(1))
        .map(IntentEvent::at)
        .filter(at -> at.isBefore(end))
        .reduce(quarter, (one, other) -> one.isAfter(other) ? one : other);
  }

  /**
   * What one model cost it.
   *
   * @param model empty where reports named none
   */
  public record Model(
      String model, Usd cost, Usd assumed, long calls, long tokensIn, long tokensOut) {
    private Model plus(IntentCost more) {
      return new Model(
          model,
          cost.plus(more.totals().cost()),
          assumed.plus(more.totals().assumed()),
          calls + more.totals().calls(),
          tokensIn + more.totals().tokensIn(),
          tokensOut + more.totals().tokensOut());
    }
  }

  /** What each model cost it, the dearest first. */
  public List<Model> models() {
    Map<String, Model> models = new LinkedHashMap<>();
    for (IntentCost cost : costs) {
      Model sofar =
          models.getOrDefault(cost.model(), new Model(cost.model(), Usd.ZERO, Usd.ZERO, 0, 0, 0));
      models.put(cost.model(), sofar.plus(cost));
    }
    return models.values().stream().sorted(Comparator.comparing(Model::cost).reversed()).toList();
  }

  /** The part of its cost at assumed prices. */
  public Usd assumed() {
    return costs.stream().map(cost -> cost.totals().assumed()).reduce(Usd.ZERO, Usd::plus);
  }

  /** What it cost in one quarter of an hour, and until its end. */
  public record Quarter(Instant at, Usd cost, Usd sofar) {}

  /** What it cost over time; quarters without cost are left out. */
  public List<Quarter> quarters() {
    Map<Instant, Usd> sums = new LinkedHashMap<>();
    costs.forEach(cost -> sums.merge(cost.quarter(), cost.totals().cost(), Usd::plus));
    List<Quarter> quarters = new ArrayList<>();
    Usd sofar = Usd.ZERO;
    for (Map.Entry<Instant, Usd> sum : sums.entrySet()) {
      sofar = sofar.plus(sum.getValue());
      quarters.add(new Quarter(sum.getKey(), sum.getValue(), sofar));
    }
    return quarters;
  }
}
