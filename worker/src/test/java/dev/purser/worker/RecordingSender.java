package dev.purser.worker;

import dev.purser.activities.messages.Message;
import dev.purser.activities.messages.NotDelivered;
import dev.purser.activities.messages.Sender;
import dev.purser.activities.messages.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is to carry, and fails as it is told. */
final class RecordingSender implements Sender {
  final List<Sent> sent = new CopyOnWriteArrayList<>();
  volatile Trouble trouble = (message, target) -> {};

  record Sent(Message message, Target target) {}

  /** What stands in the way of a message. */
  interface Trouble {
    void meet(Message message, Target target) throws NotDelivered;
  }

  @Override
  public void send(Message message, Target target) throws NotDelivered {
    trouble.meet(message, target);
    sent.add(new Sent(message, target));
  }

  <M extends Message> List<M> of(Class<M> type, String address) {
    return sent.stream()
        .filter(one -> one.target().address().equals(address))
        .map(Sent::message)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
