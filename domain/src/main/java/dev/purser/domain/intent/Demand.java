package dev.purser.domain.intent;

import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;

/**
 * A hold in force, with what it demands.
 *
 * @param directive PARK or KILL
 * @param inFlight whether work in hand may finish
 */
public record Demand(Hold hold, Directive directive, InFlight inFlight) {
  /** Whether it is a person's word rather than a limit reached. */
  public boolean isWord() {
    return hold.rule() == null && hold.actor() != null;
  }

  /** Whether it stops work that is (or is not) in hand: a pause may let that finish. */
  public boolean stops(boolean inHand) {
    return directive == Directive.KILL || inFlight == InFlight.PARK || !inHand;
  }
}
