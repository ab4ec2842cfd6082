package dev.purser.activities.telling;

import dev.purser.activities.messages.Message;
import dev.purser.activities.messages.NotDelivered;
import dev.purser.activities.messages.Sender;
import dev.purser.activities.messages.Target;
import dev.purser.ledger.metrics.Counts;
import java.util.Locale;

/** Counts what became of each message that another carries. */
record CountingSender(Sender sender, Counts counts) implements Sender {
  @Override
  public void send(Message message, Target target) throws NotDelivered {
    String outcome = "failed";
    try {
      sender.send(message, target);
      outcome = "delivered";
    } catch (NotDelivered e) {
      outcome = e.isForGood() ? "undeliverable" : "failed";
      throw e;
    } finally {
      counts.message(target.type().name().toLowerCase(Locale.ROOT), outcome);
    }
  }
}
