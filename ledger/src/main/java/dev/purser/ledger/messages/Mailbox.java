package dev.purser.ledger.messages;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an addressee was told just now, and so what becomes of the next alert for them.
 *
 * @param minuteUntil when the minute ends that is being counted
 * @param incidents of which they were told in it, one by one
 * @param gathering whether what came after those waits for the minute's end
 */
record Mailbox(Instant minuteUntil, Set<Long> incidents, boolean gathering) {
  Mailbox {
    incidents = Set.copyOf(incidents);
  }

  /** What becomes of an alert. */
  sealed interface Turn {}

  /** It is sent by itself. */
  record Alone(Mailbox after) implements Turn {}

  /** It waits for the end of the minute. */
  record Gathered(Mailbox after) implements Turn {}

  /** It is sent with all that wait. */
  record Together() implements Turn {}

  /** What becomes of an alert of this incident now. */
  Turn turn(long incident, Instant now, Pace pace) {
    boolean over = !now.isBefore(minuteUntil);
    if (gathering) {
      return over ? new Together() : new Gathered(this);
    }
    if (over) {
      return new Alone(new Mailbox(now.plus(pace.within()), Set.of(incident), false));
    }
    if (incidents.contains(incident) || incidents.size() < pace.singly()) {
      Set<Long> more = new LinkedHashSet<>(incidents);
      more.add(incident);
      return new Alone(new Mailbox(minuteUntil, more, false));
    }
    return new Gathered(new Mailbox(minuteUntil, incidents, true));
  }
}
