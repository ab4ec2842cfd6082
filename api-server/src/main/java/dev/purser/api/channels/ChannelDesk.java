package dev.purser.api.channels;

import dev.purser.domain.InvalidFieldException;
import dev.purser.ledger.Refused;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.messages.Channels;
import dev.purser.ledger.messages.WebhookUrls;
import dev.purser.ledger.policies.Addressee;
import java.util.List;
import java.util.stream.Stream;

/** Makes channels, and refuses addressees that no message would ever reach. */
public final class ChannelDesk {

  private final Channels channels;
  private final boolean allowPrivate;

  /**
   * @param allowPrivate whether webhooks may go to private addresses
   */
  public ChannelDesk(Channels channels, boolean allowPrivate) {
    this.channels = channels;
    this.allowPrivate = allowPrivate;
  }

  /**
   * Makes a channel.
   *
   * @throws InvalidFieldException naming what is wrong
   * @throws Refused CONFLICT where the name is in use
   */
  public Channels.Made create(String name, Channel.Type type, String target, String actor) {
    if (type != Channel.Type.EMAIL) {
      requireOpen("target", target);
    }
    return channels.create(name, type, target, actor);
  }

  /**
   * Refuses addressees of a rule that nobody answers to: it would be noticed when it is too late.
   *
   * @throws InvalidFieldException naming the field
   */
  public void requireReachable(String field, List<String> addressees) {
    List<String> missing = channels.missing(of(addressees, Addressee.Kind.CHANNEL).toList());
    if (!missing.isEmpty()) {
      throw new InvalidFieldException(
          field,
          "names channels that are not there: "
              + String.join(", ", missing)
              + "; POST /v1/channels makes one");
    }
    of(addressees, Addressee.Kind.URL).forEach(url -> requireOpen(field, url));
  }

  private static Stream<String> of(List<String> addressees, Addressee.Kind kind) {
    return addressees.stream().filter(text -> Addressee.parse(text).kind() == kind);
  }

  private void requireOpen(String field, String url) {
    String reason = WebhookUrls.refusal(url, allowPrivate);
    if (reason != null) {
      throw new InvalidFieldException(field, reason);
    }
  }
}
