package dev.purser.activities.telling;

import dev.purser.activities.messages.Sender;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.messages.Pace;
import dev.purser.workflows.messages.MessageActivities;
import dev.purser.workflows.summary.SummaryActivities;
import dev.purser.workflows.summary.SummarySettings;
import java.net.URI;
import java.time.Clock;

/**
 * All that a worker needs to tell people and programs what happens.
 *
 * @param messages sends alerts
 * @param summaries sends days' summaries
 * @param daily who gets a summary every day, and when
 */
public record Telling(
    MessageActivities messages, SummaryActivities summaries, SummarySettings daily) {

  /**
   * Over a ledger, by the clock.
   *
   * @param sender carries messages to every kind of channel
   * @param publicUrl where people reach Purser, for links
   */
  public static Telling of(Ledger ledger, Sender sender, URI publicUrl, SummarySettings daily) {
    Clock clock = Clock.systemUTC();
    Sender counted = new CountingSender(sender, ledger.counts());
    return new Telling(
        new MessageActivitiesImpl(ledger, counted, publicUrl, clock, Pace.DEFAULT),
        new SummaryActivitiesImpl(ledger, counted, publicUrl, clock),
        daily);
  }
}
