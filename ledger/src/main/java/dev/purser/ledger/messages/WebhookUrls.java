package dev.purser.ledger.messages;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a URL, before the first message, that none would ever be posted to it. Asked where a
 * channel is made, where a rule names it, and of the settings at the start.
 */
public final class WebhookUrls {
  /** Every spelling of an IPv4 address: its last part is a number, in whatever system. */
  private static final Pattern NUMBER_AT_THE_END =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private static final int MOST_PORTS = 65_535;

  private WebhookUrls() {}

  /**
   * Why not, to be said behind the name of the field.
   *
   * @param allowPrivate whether webhooks may go to private addresses
   * @return null: nothing is known against it, or it is no URL at all, which is refused by whoever
   *     keeps it
   */
  public static @Nullable String refusal(String url, boolean allowPrivate) {
    URI uri = uri(url);
    String host = uri == null ? null : uri.getHost();
    if (uri == null || host == null) {
      return null;
    }
    String unspoken = unspoken(uri, host);
    return unspoken != null || allowPrivate ? unspoken : closed(host);
  }

  /** What the sender would refuse at every delivery. */
  private static @Nullable String unspoken(URI uri, String host) {
    if (uri.getRawUserInfo() != null) {
      return "must not carry a user or a password; put a token into its path or query";
    }
    if (uri.getPort() == 0 || uri.getPort() > MOST_PORTS) {
      return "must have a port from 1 to " + MOST_PORTS;
    }
    return host.contains("%") ? "must not name a network interface in its address" : null;
  }

  private static @Nullable String closed(String host) {
    if (NUMBER_AT_THE_END.matcher(host).matches() && !FOUR_NUMBERS.matcher(host).matches()) {
      return "must write the address " + host + " as four numbers, like 192.0.2.1";
    }
    try {
      // Not every resolver knows a name with the root's dot at its end.
      InetAddress[] all = InetAddress.getAllByName(host.replaceFirst("\\.$", ""));
      return Stream.of(all).anyMatch(PublicAddresses::isPublic)
          ? null
          : "cannot be reached: " + PublicAddresses.refusal(host, all[0]);
    } catch (UnknownHostException e) {
      // It may be known by the time of the first message; each try says what it found.
      return null;
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
