package dev.purser.ledger.messages;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an addressee was told just now, and so what becomes of the next alert for them.
 *
 * @param minuteUntil when the minute ends that is being counted
 * @param agents of which they were told in it, one by one
 * @param gathering whether what came after those waits for the minute's end
 */
record Mailbox(Instant minuteUntil, Set<Long> agents, boolean gathering) {
  Mailbox {
    agents = Set.copyOf(agents);
  }

  /** What becomes of an alert. */
  sealed interface Turn {}

  /** It is sent by itself. */
  record Alone(Mailbox after) implements Turn {}

  /** It waits for the end of the minute. */
  record Gathered(Mailbox after) implements Turn {}

  /** It is sent with all that wait. */
  record Together() implements Turn {}

  /** What becomes of an alert of this agent now. */
  Turn turn(long agent, Instant now, Pace pace) {
    boolean over = !now.isBefore(minuteUntil);
    if (gathering) {
      return over ? new Together() : new Gathered(this);
    }
    if (over) {
      return new Alone(new Mailbox(now.plus(pace.within()), Set.of(agent), false));
    }
    if (agents.contains(agent) || agents.size() < pace.singly()) {
      Set<Long> more = new LinkedHashSet<>(agents);
      more.add(agent);
      return new Alone(new Mailbox(minuteUntil, more, false));
    }
    return new Gathered(new Mailbox(minuteUntil, agents, true));
  }
}
