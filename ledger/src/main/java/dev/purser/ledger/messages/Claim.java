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
   * @param items the one asked for first, then the oldest first
   * @param digestId the same whenever the same ones go together; null: it goes by itself
   * @param together whether it ends a time of gathering
   */
  record Taken(
      UUID token, String addressee, List<Item> items, @Nullable UUID digestId, boolean together)
      implements Claim {
    /** Copies the list. */
    public Taken {
      items = List.copyOf(items);
    }

    List<Long> ids() {
      return items.stream().map(Item::notificationId).toList();
    }
  }

  /**
   * One notification.
   *
   * @param alertId what it tells of
   * @param tries how often it was tried before
   */
  record Item(long notificationId, long alertId, int tries) {}
}
