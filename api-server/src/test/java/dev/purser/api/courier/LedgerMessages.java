package dev.purser.api.courier;

import dev.purser.ledger.Ledger;
import dev.purser.ledger.messages.Claim;
import dev.purser.ledger.messages.Pace;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import dev.purser.workflows.messages.MessageActivities;
import java.time.Duration;

/** Says that everything arrives, once it may. */
final class LedgerMessages implements MessageActivities {
  private final Ledger ledger;
  volatile boolean arrives = true;

  LedgerMessages(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void deliver(long notificationId) {
    if (!arrives) {
      throw new IllegalStateException("it does not arrive");
    }
    Claim claim = ledger.notifications().claim(notificationId, Pace.DEFAULT, Duration.ofMinutes(1));
    if (claim instanceof Claim.Taken taken) {
      ledger.notifications().delivered(taken, "email");
    }
  }

  @Override
  public void giveUp(long notificationId) {
    ledger.notifications().giveUp(notificationId);
  }

  @Override
  public ChannelTested test(ChannelTest test) {
    return new ChannelTested(arrives, arrives ? null : test.channel() + " by " + test.actor());
  }
}
