package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Rule;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    return new Verdict(held(place, delivery), effective);
  }

  /** The policies, those that {@code of} names with only the rules that {@code keep} keeps. */
  private static List<Policy> with(
      List<Policy> policies, Predicate<Rule> keep, Predicate<Policy> of) {
    return policies.stream()
        .map(policy -> of.test(policy) ? policy.keeping(keep) : policy)
        .toList();
  }

  private Directive held(Place place, int delivery) {
    Directive strictest = Directive.CONTINUE;
    for (Account account : stopping(place)) {
      for (OpenHold hold : account.holds()) {
        if (!mayFinish(place, hold)) {
          strictest = strictest.or(hold.directive());
        }
      }
    }
    return strictest.or(ofAgent(place)).or(ofIntent(place.intent(), delivery));
  }

  private static List<Account> stopping(Place place) {
    List<Account> all = place.narrow();
    all.add(place.agent().account());
    all.addAll(place.agent().scopes());
    return all;
  }

  private static boolean mayFinish(Place place, OpenHold hold) {
    return hold.directive() == Directive.PARK
        && hold.inFlight() == InFlight.FINISH
        && place.isInHand();
  }

  private static Directive ofAgent(Place place) {
    Account account = place.agent().account();
    if (account.status() == AgentStatus.KILLED) {
      return Directive.KILL;
    }
    if (account.status() == AgentStatus.ACTIVE) {
      return Directive.CONTINUE;
    }
    Hold parkedBy = account.parkedBy();
    boolean finishes =
        parkedBy != null
            && parkedBy.id() > 0
            && stopping(place).stream()
                .flatMap(each -> each.holds().stream())
                .anyMatch(hold -> hold.id() == parkedBy.id() && mayFinish(place, hold));
    return finishes ? Directive.CONTINUE : Directive.PARK;
  }

  private static Directive ofIntent(@Nullable IntentState intent, int delivery) {
    if (intent == null) {
      return Directive.CONTINUE;
    }
    if (delivery > 0 && delivery < intent.delivery()) {
      return Directive.KILL;
    }
    return switch (intent.status()) {
      case WAITING -> Directive.PARK;
      case CANCELED, TIMED_OUT, FAILED -> Directive.KILL;
      case CREATED, SUBMITTED, DELIVERED, ACKNOWLEDGED, IN_PROGRESS, COMPLETED ->
          Directive.CONTINUE;
    };
  }

  private record Holding(Hold hold, Directive says) {}

  /** The oldest of what holds this place most strictly; null if nothing does. */
  @Nullable Hold parkedBy(Place place) {
    List<Holding> all = new ArrayList<>();
    for (Account account : stopping(place)) {
      for (OpenHold hold : account.holds()) {
        if (!mayFinish(place, hold)) {
          all.add(new Holding(hold.shownFor(account.key()), hold.directive()));
        }
      }
    }
    Account agent = place.agent().account();
    if (agent.status() != AgentStatus.ACTIVE && agent.parkedBy() != null) {
      boolean killed = agent.status() == AgentStatus.KILLED;
      all.add(new Holding(agent.parkedBy(), killed ? Directive.KILL : Directive.PARK));
    }
    if (place.intent() != null && place.intent().status() == IntentStatus.WAITING) {
      place.intent().holds().forEach(hold -> all.add(new Holding(hold, Directive.PARK)));
    }
    Instant now = book.now();
    return all.stream()
        .filter(each -> each.hold().resumesAt() == null || each.hold().resumesAt().isAfter(now))
        .min(
            Comparator.comparing(Holding::says, Comparator.reverseOrder())
                .thenComparing(each -> each.hold().at()))
        .map(Holding::hold)
        .orElse(null);
  }
}
