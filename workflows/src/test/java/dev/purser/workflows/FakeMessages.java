package dev.purser.workflows;

import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import dev.purser.workflows.messages.MessageActivities;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** Receivers that take a message or do not, and remember when they were asked. */
final class FakeMessages implements MessageActivities {
  final List<Try> tries = new CopyOnWriteArrayList<>();
  final List<Long> arrived = new CopyOnWriteArrayList<>();
  final List<Long> givenUp = new CopyOnWriteArrayList<>();
  volatile LongPredicate takes = id -> true;
  volatile boolean broken;
  private final Supplier<Instant> clock;

  record Try(long id, Instant at) {}

  FakeMessages(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public void deliver(long notificationId) {
    tries.add(new Try(notificationId, clock.get()));
    if (!takes.test(notificationId)) {
      throw new IllegalStateException("it did not arrive");
    }
    arrived.add(notificationId);
  }

  @Override
  public void giveUp(long notificationId) {
    givenUp.add(notificationId);
  }

  @Override
  public ChannelTested test(ChannelTest test) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    return new ChannelTested(takes.test(0), takes.test(0) ? null : test.channel() + " is away");
  }

  List<Instant> triesOf(long id) {
    return tries.stream().filter(one -> one.id() == id).map(Try::at).toList();
  }
}
