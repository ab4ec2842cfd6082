package dev.purser.activities.telling;

import dev.purser.activities.messages.Message;
import dev.purser.activities.messages.NotDelivered;
import dev.purser.activities.messages.Sender;
import dev.purser.activities.messages.Target;
import dev.purser.ledger.policies.Addressee;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try to send a message, and how long it is until the next. */
final class Tries {
  private static final Logger log = LoggerFactory.getLogger(Tries.class);

  /** Longer than a try may take: whoever still sends holds it. */
  static final Duration LEASE = Duration.ofMinutes(1);

  private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
  private static final Duration LAST_DELAY = Duration.ofMinutes(30);

  private Tries() {}

  /** What a sender throws besides is a defect, of which the ledger is told no more than that. */
  static void carry(Sender sender, Message message, Target target) throws NotDelivered {
    try {
      sender.send(message, target);
    } catch (RuntimeException e) {
      log.error("a sender failed at {}", message.eventId(), e);
      throw NotDelivered.yet("the sender failed; the worker's log says why", e);
    }
  }

  /** Where it is written down what a try came to; channels are kinds of them. */
  interface Book {
    void delivered(String channel);

    void undeliverable(String channel, String reason);

    /** It is tried again after so long. */
    void failed(String channel, String reason, Duration again);
  }

  /**
   * Sends it and has written down what that came to; throws what Temporal tries again.
   *
   * @param tries that the ledger knows of: a new run of the workflow begins with none
   */
  static void send(
      Sender sender, Message message, Target target, String addressee, int tries, Book book) {
    String channel = target.type().name().toLowerCase(Locale.ROOT);
    try {
      carry(sender, message, target);
      book.delivered(channel);
    } catch (NotDelivered e) {
      String reason = String.valueOf(e.getMessage());
      if (e.isForGood()) {
        book.undeliverable(channel, reason);
        return;
      }
      Duration delay = delay(tries);
      book.failed(channel, reason, delay);
      log.warn("{} did not reach {}: {}", message.eventId(), Addressee.shown(addressee), reason);
      throw again("NOT_DELIVERED", reason, delay);
    }
  }

  private static Duration delay(int tries) {
    Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(tries, 20));
    return delay.compareTo(LAST_DELAY) > 0 ? LAST_DELAY : delay;
  }

  /** Not for Temporal's log: the ledger has what there is to say. */
  static ApplicationFailure again(String type, String why, Duration delay) {
    return ApplicationFailure.newBuilder()
        .setType(type)
        .setMessage(why)
        .setNextRetryDelay(delay.plusMillis(50))
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }
}
