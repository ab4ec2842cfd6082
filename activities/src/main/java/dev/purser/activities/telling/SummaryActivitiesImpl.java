package dev.purser.activities.telling;

import dev.purser.activities.messages.Sender;
import dev.purser.activities.messages.SummaryMessage;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.messages.Summaries;
import dev.purser.ledger.messages.SummaryClaim;
import dev.purser.ledger.reports.DayReport;
import dev.purser.workflows.summary.Summary;
import dev.purser.workflows.summary.SummaryActivities;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Sends days' summaries, with the figures as they are when each is sent. One whose worker dies
 * between sending it and writing that down goes out again, under the same event id.
 */
public final class SummaryActivitiesImpl implements SummaryActivities {
  /** Nobody reads more in a mail; the others are summed, and all of them stand behind the link. */
  private static final int MOST_AGENTS = 50;

  private final Ledger ledger;
  private final Summaries summaries;
  private final Recipients recipients;
  private final Sender sender;
  private final SummaryWriter writer;
  private final Clock clock;

  /**
   * @param sender carries messages to every kind of channel
   * @param publicUrl where people reach Purser, for links
   */
  public SummaryActivitiesImpl(Ledger ledger, Sender sender, URI publicUrl, Clock clock) {
    this.ledger = ledger;
    this.summaries = ledger.summaries();
    this.recipients = new Recipients(ledger.channels());
    this.sender = sender;
    this.writer = new SummaryWriter(publicUrl);
    this.clock = clock;
  }

  @Override
  public void summarize(Summary summary) {
    SummaryClaim claim = summaries.claim(summary.day(), summary.addressee(), Tries.LEASE);
    if (claim instanceof SummaryClaim.NotYet notYet) {
      throw Tries.again("NOT_YET", notYet.why(), notYet.left());
    }
    if (claim instanceof SummaryClaim.Taken taken) {
      send(taken, ZoneId.of(summary.zone()));
    }
  }

  private void send(SummaryClaim.Taken taken, ZoneId zone) {
    DayReport report = ledger.reports().day(taken.day(), zone, MOST_AGENTS);
    if (!report.lately()) {
      summaries.quiet(taken);
      return;
    }
    Recipient recipient = recipients.of(taken.addressee());
    if (recipient instanceof Recipient.Unknown unknown) {
      summaries.undeliverable(taken, null, unknown.reason());
    } else if (recipient instanceof Recipient.Known known) {
      SummaryMessage message = writer.summary(report, clock.instant());
      Tries.send(
          sender, message, known.target(), taken.addressee(), taken.tries(), new Entry(taken));
    }
  }

  private final class Entry implements Tries.Book {
    private final SummaryClaim.Taken taken;

    Entry(SummaryClaim.Taken taken) {
      this.taken = taken;
    }

    @Override
    public void delivered(String channel) {
      summaries.delivered(taken, channel);
    }

    @Override
    public void undeliverable(String channel, String reason) {
      summaries.undeliverable(taken, channel, reason);
    }

    @Override
    public void failed(String channel, String reason, Duration again) {
      summaries.failed(taken, channel, reason, again);
    }
  }

  @Override
  public void giveUpSummary(Summary summary) {
    summaries.giveUp(summary.day(), summary.addressee());
  }
}
