package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.Windows;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Tells callers where an agent or an intent stands. */
final class Standing {
  private final Book book;
  private final Judge judge;

  Standing(Book book, Judge judge) {
    this.book = book;
    this.judge = judge;
  }

  Outcome.AgentStanding of(Agent agent) {
    Place place = Place.of(agent);
    Verdict verdict = judge.consider(place, Asked.NOTHING, 0);
    return new Outcome.AgentStanding(
        agent.ref().address(),
        agent.version(),
        // Its workflow is about to make it so: the status must not deny the directive beside it.
        verdict.directive().upon(AgentStatus.ACTIVE),
        verdict.directive(),
        today(agent),
        verdict.decision().remaining(),
        verdict.order().parkedBy());
  }

  /** Null for a place without an intent. */
  Outcome.@Nullable IntentStanding of(Place place, Verdict verdict) {
    IntentState intent = place.intent();
    Account own = place.own();
    if (intent == null || own == null) {
      return null;
    }
    return new Outcome.IntentStanding(
        intent.ref().id(),
        intent.ref().agent(),
        intent.ref().task(),
        place.version(),
        intent.status(),
        verdict.directive(),
        own.life().posted(),
        verdict.decision().remaining(),
        Policy.leastOffline(place.policies()),
        verdict.order().parkedBy());
  }

  private Usd today(Agent agent) {
    ZoneId zone = agent.own().zone();
    Window day = agent.account().window(Period.DAY, zone, Windows.at(Period.DAY, zone, book.now()));
    return day == null ? Usd.ZERO : day.sums().posted();
  }
}
