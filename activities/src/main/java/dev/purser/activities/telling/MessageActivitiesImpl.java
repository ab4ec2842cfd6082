package dev.purser.activities.telling;

import dev.purser.activities.messages.AlertMessage;
import dev.purser.activities.messages.Message;
import dev.purser.activities.messages.NotDelivered;
import dev.purser.activities.messages.Sender;
import dev.purser.activities.messages.Target;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.messages.Claim;
import dev.purser.ledger.messages.Notifications;
import dev.purser.ledger.messages.Pace;
import dev.purser.ledger.messages.SignedLinks;
import dev.purser.ledger.policies.Addressee;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import dev.purser.workflows.messages.MessageActivities;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the ledger says is to be told. A message whose worker dies between sending it and
 * writing that down goes out again, under the same event id.
 */
public final class MessageActivitiesImpl implements MessageActivities {
  private final Ledger ledger;
  private final Notifications notifications;
  private final Recipients recipients;
  private final Sender sender;
  private final AlertWriter writer;
  private final Clock clock;
  private final Pace pace;
  private volatile @Nullable SignedLinks links;

  /**
   * @param sender carries messages to every kind of channel
   * @param publicUrl where people reach Purser, for links
   */
  public MessageActivitiesImpl(
      Ledger ledger, Sender sender, URI publicUrl, Clock clock, Pace pace) {
    this.ledger = ledger;
    this.notifications = ledger.notifications();
    this.recipients = new Recipients(ledger.channels());
    this.sender = sender;
    this.writer = new AlertWriter(publicUrl);
    this.clock = clock;
    this.pace = pace;
  }

  @Override
  public void deliver(long notificationId) {
    Claim claim = notifications.claim(notificationId, pace, Tries.LEASE);
    if (claim instanceof Claim.NotYet notYet) {
      throw Tries.again("NOT_YET", notYet.why(), notYet.left());
    }
    if (claim instanceof Claim.Taken taken) {
      send(taken);
    }
  }

  private void send(Claim.Taken taken) {
    Recipient recipient = recipients.of(taken.addressee());
    if (recipient instanceof Recipient.Unknown unknown) {
      notifications.undeliverable(taken, null, unknown.reason());
    } else if (recipient instanceof Recipient.Known known) {
      send(taken, known.target());
    }
  }

  private void send(Claim.Taken taken, Target target) {
    int tries = taken.items().stream().mapToInt(Claim.Item::tries).max().orElse(0);
    Tries.send(sender, message(taken), target, taken.addressee(), tries, new Entry(taken));
  }

  private final class Entry implements Tries.Book {
    private final Claim.Taken taken;

    Entry(Claim.Taken taken) {
      this.taken = taken;
    }

    @Override
    public void delivered(String channel) {
      notifications.delivered(taken, channel);
    }

    @Override
    public void undeliverable(String channel, String reason) {
      notifications.undeliverable(taken, channel, reason);
    }

    @Override
    public void failed(String channel, String reason, Duration again) {
      notifications.failed(taken, channel, reason, again);
    }
  }

  private Message message(Claim.Taken taken) {
    Instant now = clock.instant();
    String addressee = Addressee.shown(taken.addressee());
    List<AlertMessage> alerts = new ArrayList<>();
    for (Claim.Part part : taken.parts()) {
      Alert alert = ledger.alerts().find(part.leadAlertId()).orElseThrow();
      alerts.add(
          writer.alert(alert, ledger.alertContexts().of(alert), part, links(), addressee, now));
    }
    UUID digest = taken.digestId();
    return digest == null ? alerts.get(0) : writer.digest(digest, alerts, now);
  }

  private SignedLinks links() {
    SignedLinks known = links;
    if (known == null) {
      known = ledger.signedLinks();
      links = known;
    }
    return known;
  }

  @Override
  public void giveUp(long notificationId) {
    notifications.giveUp(notificationId);
  }

  @Override
  public ChannelTested test(ChannelTest test) {
    Recipient recipient = recipients.channel(test.channel());
    if (recipient instanceof Recipient.Unknown unknown) {
      return new ChannelTested(false, unknown.reason());
    }
    try {
      Tries.carry(
          sender,
          writer.test(test.channel(), test.actor(), clock.instant()),
          ((Recipient.Known) recipient).target());
      return new ChannelTested(true, null);
    } catch (NotDelivered e) {
      return new ChannelTested(false, e.getMessage());
    }
  }
}
