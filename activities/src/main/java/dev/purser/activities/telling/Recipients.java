package dev.purser.activities.telling;

import dev.purser.activities.messages.Target;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.messages.Channels;
import dev.purser.ledger.policies.Addressee;
import java.util.Optional;

/** Finds out where a message for an addressee goes. */
final class Recipients {
  private final Channels channels;

  Recipients(Channels channels) {
    this.channels = channels;
  }

  /** Of whoever a rule names. A bare URL is signed with the secret of the settings. */
  Recipient of(String text) {
    Addressee addressee;
    try {
      addressee = Addressee.parse(text);
    } catch (IllegalArgumentException e) {
      // Taken by an earlier version, which was less strict.
      return new Recipient.Unknown("the addressee " + e.getMessage());
    }
    return switch (addressee.kind()) {
      case EMAIL -> new Recipient.Known(new Target(Target.Type.EMAIL, text, null));
      case URL -> new Recipient.Known(new Target(Target.Type.WEBHOOK, text, null));
      case CHANNEL -> channel(text);
    };
  }

  /** Of a channel by its name. */
  Recipient channel(String name) {
    Optional<Channel> found = channels.find(name);
    if (found.isEmpty()) {
      return new Recipient.Unknown(
          channels.wasDeleted(name)
              ? "the channel " + name + " was deleted"
              : "there is no channel " + name);
    }
    Channel channel = found.get();
    return new Recipient.Known(
        new Target(
            Target.Type.valueOf(channel.type().name()),
            channel.target(),
            channels.secretOf(channel).orElse(null)));
  }
}
