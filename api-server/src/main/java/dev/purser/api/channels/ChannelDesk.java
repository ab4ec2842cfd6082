package dev.purser.api.channels;

import dev.purser.domain.InvalidFieldException;
import dev.purser.ledger.Refused;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.messages.Channels;
import dev.purser.ledger.messages.PublicAddresses;
import dev.purser.ledger.policies.Addressee;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes channels, and refuses addressees that no message would ever reach. */
public final class ChannelDesk {
  /** Every spelling of an IPv4 address: its last part is a number, in whatever system. */
  private static final Pattern NUMBER_AT_THE_END =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private static final int MOST_PORTS = 65_535;

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

  /** What is no URL at all is refused by whoever keeps it. */
  private void requireOpen(String field, String url) {
    URI uri = uri(url);
    String host = uri == null ? null : uri.getHost();
    if (uri == null || host == null) {
      return;
    }
    requireSpoken(field, uri, host);
    if (!allowPrivate) {
      requirePublic(field, host);
    }
  }

  /** What the sender would refuse at every delivery. */
  private static void requireSpoken(String field, URI uri, String host) {
    if (uri.getRawUserInfo() != null) {
      throw new InvalidFieldException(
          field, "must not carry a user or a password; put a token into its path or query");
    }
    if (uri.getPort() == 0 || uri.getPort() > MOST_PORTS) {
      throw new InvalidFieldException(field, "must have a port from 1 to " + MOST_PORTS);
    }
    if (host.contains("%")) {
      throw new InvalidFieldException(field, "must not name a network interface in its address");
    }
  }

  private static void requirePublic(String field, String host) {
    if (NUMBER_AT_THE_END.matcher(host).matches() && !FOUR_NUMBERS.matcher(host).matches()) {
      throw new InvalidFieldException(
          field, "must write the address " + host + " as four numbers, like 192.0.2.1");
    }
    try {
      // Not every resolver knows a name with the root's dot at its end.
      InetAddress[] all = InetAddress.getAllByName(host.replaceFirst("\\.$", ""));
      if (Stream.of(all).noneMatch(PublicAddresses::isPublic)) {
        throw new InvalidFieldException(
            field, "cannot be reached: " + PublicAddresses.refusal(host, all[0]));
      }
    } catch (UnknownHostException e) {
      // It may be known by the time of the first message; each try says what it found.
    }
  }

  @SuppressWarnings("UnusedException")
  private static @Nullable URI uri(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
