package dev.purser.domain.intent;

import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent, or an intent, must do now, made of what holds it and where it stands. Everyone who
 * tells a directive asks here: whoever counts, the workflows, and all that answers or shows one.
 *
 * @param parkedBy what says so: of what demands most, a person's word before a limit, then the
 *     oldest; null: nothing holds it
 */
public record Order(Directive directive, @Nullable Hold parkedBy) {
  private static final Order CONTINUE = new Order(Directive.CONTINUE, null);

  private static final Comparator<Demand> FIRST =
      Comparator.comparing(Demand::directive, Comparator.reverseOrder())
          .thenComparing(Demand::isWord, Comparator.reverseOrder())
          .thenComparing(demand -> demand.hold().at())
          .thenComparing(demand -> demand.hold().id());

  /** What a whole agent must do, whatever its intents have in hand. */
  public static Order of(Collection<Demand> demands) {
    return of(demands, false);
  }

  /**
   * The same of one that does (or does not) have work in hand, which may finish where a policy says
   * so.
   */
  public static Order of(Collection<Demand> demands, boolean inHand) {
    return demands.stream()
        .filter(demand -> demand.stops(inHand))
        .min(FIRST)
        .map(demand -> new Order(demand.directive(), demand.hold()))
        .orElse(CONTINUE);
  }

  /**
   * What the code working on an intent must do.
   *
   * @param status as its workflow last journaled
   * @param journaled what it waits for, as its workflow last journaled
   * @param superseded whether a later delivery has taken over from this code
   * @param demands all that holds it, its task, its tree, its agent and the scopes above
   */
  public static Order of(
      IntentStatus status, List<Hold> journaled, boolean superseded, Collection<Demand> demands) {
    List<Demand> all = new ArrayList<>(demands);
    boolean waits = status == IntentStatus.WAITING;
    if (waits) {
      journaled.stream()
          .filter(Order::isWorkflows)
          .map(hold -> new Demand(hold, Directive.PARK, InFlight.PARK))
          .forEach(all::add);
    }
    Order held = of(all, status.isInHand());
    boolean over = superseded || (status.isTerminal() && status != IntentStatus.COMPLETED);
    if (over) {
      return new Order(Directive.KILL, held.parkedBy());
    }
    boolean unsaid = waits && journaled.isEmpty();
    return unsaid ? new Order(held.directive().or(Directive.PARK), held.parkedBy()) : held;
  }

  /**
   * Whether only the intent's workflow knows it. What the ledger has a number for is in force for
   * as long as the ledger says so, whatever the workflow has yet to hear; so are words about
   * agents.
   */
  private static boolean isWorkflows(Hold hold) {
    return hold.id() == 0 && hold.actor() == null && hold.kind() != HoldKind.AGENT;
  }
}
