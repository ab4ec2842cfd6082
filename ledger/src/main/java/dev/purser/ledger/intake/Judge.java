package dev.purser.ledger.intake;

import dev.purser.domain.intent.Order;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Rule;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says what must happen now at a place: the rules, and beyond them holds and statuses. */
final class Judge {
  private final Book book;
  private final Recorder recorder;

  Judge(Book book, Recorder recorder) {
    this.book = book;
    this.recorder = recorder;
  }

  /** Asks the rules, and writes down what they decide. */
  Verdict decide(Place place, Asked asked, int delivery, @Nullable String reportId)
      throws SQLException {
    Decision full = engine(place.policies(), place, asked);
    recorder.record(full, Cause.of(place, reportId));
    return verdict(place, asked, delivery, full);
  }

  /** Asks the rules; nothing comes of it. */
  Verdict consider(Place place, Asked asked, int delivery) {
    return verdict(place, asked, delivery, engine(place.policies(), place, asked));
  }

  /** Whether a rule that blocks, taken alone, refuses what is asked; null if none does. */
  @Nullable Decision blocks(Place place, Asked asked) {
    List<Policy> blocking =
        with(place.policies(), rule -> rule.action() == Action.BLOCK, policy -> true);
    Decision decision = engine(blocking, place, asked);
    return decision.refusal() == null ? null : decision;
  }

  private Decision engine(List<Policy> policies, Place place, Asked asked) {
    return PolicyEngine.decide(policies, place.path(), book.balances(), asked, book.now());
  }

  /** An intent in hand may finish where the policy that pauses says so. */
  private Verdict verdict(Place place, Asked asked, int delivery, Decision full) {
    Decision effective = full;
    if (place.isInHand()
        && place.policies().stream().anyMatch(policy -> policy.inFlight() == InFlight.FINISH)) {
      List<Policy> others =
          with(
              place.policies(),
              rule -> rule.action() != Action.PAUSE,
              policy -> policy.inFlight() == InFlight.FINISH);
      effective = engine(others, place, asked);
    }
    return new Verdict(order(place, delivery), effective);
  }

  /** The policies, those that {@code of} names with only the rules that {@code keep} keeps. */
  private static List<Policy> with(
      List<Policy> policies, Predicate<Rule> keep, Predicate<Policy> of) {
    return policies.stream()
        .map(policy -> of.test(policy) ? policy.keeping(keep) : policy)
        .toList();
  }

  /** What all that holds the place says. */
  static Order order(Place place, int delivery) {
    IntentState intent = place.intent();
    return intent == null
        ? Order.of(place.demands())
        : Order.of(intent.status(), intent.holds(), intent.isSuperseded(delivery), place.demands());
  }
}
