package dev.purser.ledger.agents;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A person's word about an agent that its workflow took: the ledger has no number for it. */
public final class Words {
  private Words() {}

  /** What the word demands, which the journaled status tells; null: there is none. */
  public static @Nullable Demand ofAgent(AgentStatus status, @Nullable Hold parkedBy) {
    if (parkedBy == null || parkedBy.id() != 0 || status == AgentStatus.ACTIVE) {
      return null;
    }
    boolean kills = status == AgentStatus.KILLED;
    return new Demand(parkedBy, kills ? Directive.KILL : Directive.PARK, InFlight.PARK);
  }

  /** The holds, and the word as one more: where one of them kills, the status tells of that. */
  public static List<Demand> with(AgentStatus status, @Nullable Hold parkedBy, List<Demand> holds) {
    boolean kills = holds.stream().anyMatch(hold -> hold.directive() == Directive.KILL);
    Demand word = ofAgent(kills ? AgentStatus.PAUSED : status, parkedBy);
    return word == null ? holds : Stream.concat(holds.stream(), Stream.of(word)).toList();
  }
}
