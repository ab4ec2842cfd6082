package dev.purser.ledger.messages;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one who wants to send a notification finds. */
public sealed interface Claim {
  /** It was delivered, or given up: there is nothing left to do. */
  record Settled() implements Claim {}

  /**
   * It is not its time: someone else is sending it, it was tried just now, or it waits for others.
   *
   * @param left how long to wait
   * @param why in words for an operator
   */
  record NotYet(Duration left, String why) implements Claim {}

  /**
   * It is this one's to send for as long as the lease lasts, and so are those that go with it.
   *
   * @param token says whose claim it is
   * @param items all that the message tells of
   * @param parts the same by incident, that of the one asked for first
   * @param digestId the same whenever the same ones go together; null: all are of one incident
   * @param together whether it ends a time of gathering
   */
  record Taken(
      UUID token,
      String addressee,
      List<Item> items,
      List<Part> parts,
      @Nullable UUID digestId,
      boolean together)
      implements Claim {
    /** Copies the lists. */
    public Taken {
      items = List.copyOf(items);
      parts = List.copyOf(parts);
    }

    List<Long> ids() {
      return items.stream().map(Item::notificationId).toList();
    }

    /** The same on every retry, so that a receiver can tell a repetition. */
    public String eventId() {
      return digestId == null ? "alert-" + parts.get(0).leadAlertId() : "digest-" + digestId;
    }
  }

  /**
   * One notification.
   *
   * @param alertId what it tells of
   * @param gravity how grave that is within its incident
   * @param tries how often it was tried before
   */
  record Item(long notificationId, long alertId, long incidentId, int gravity, int tries) {}

  /**
   * What a message tells of one incident.
   *
   * @param leadAlertId the gravest, and of those the oldest
   * @param gravity of that
   * @param alerts how many of its alerts the message tells of
   * @param firstEvent the event id of the first message about it to this addressee; null: this is
   *     the first
   */
  record Part(
      long incidentId, long leadAlertId, int gravity, int alerts, @Nullable String firstEvent) {}
}
