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
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the ledger says is to be told. A message whose worker dies between sending it and
 * writing that down goes out again, under the same event id.
 */
public final class MessageActivitiesImpl implements MessageActivities {
  private static final Logger log = LoggerFactory.getLogger(MessageActivitiesImpl.class);

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
    Message message = message(taken);
    String channel = target.type().name().toLowerCase(Locale.ROOT);
    try {
      Tries.carry(sender, message, target);
      notifications.delivered(taken, channel);
    } catch (NotDelivered e) {
      String reason = String.valueOf(e.getMessage());
      if (e.isForGood()) {
        notifications.undeliverable(taken, channel, reason);
        return;
      }
      Duration delay = delay(taken);
      notifications.failed(taken, channel, reason, delay);
      log.warn(
          "{} did not reach {}: {}", message.eventId(), Addressee.shown(taken.addressee()), reason);
      throw Tries.again("NOT_DELIVERED", reason, delay);
    }
  }

  private static Duration delay(Claim.Taken taken) {
    return Tries.delay(taken.items().stream().mapToInt(Claim.Item::tries).max().orElse(0));
  }

  private Message message(Claim.Taken taken) {
    Instant now = clock.instant();
    String addressee = Addressee.shown(taken.addressee());
    List<AlertMessage> alerts = new ArrayList<>();
    for (Claim.Item item : taken.items()) {
      Alert alert = ledger.alerts().find(item.alertId()).orElseThrow();
      alerts.add(writer.alert(alert, ledger.alertContexts().of(alert), links(), addressee, now));
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
