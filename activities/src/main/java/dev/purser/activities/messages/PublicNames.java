package dev.purser.activities.messages;

import dev.purser.ledger.messages.PublicAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names to public addresses only. The client connects to what is answered here and to
 * nothing else, so a name that changes its address between a check and the call gains nothing, and
 * an address written in any of its forms is looked at like a name.
 */
final class PublicNames implements DnsResolver {
  private final DnsResolver names;

  PublicNames(DnsResolver names) {
    this.names = names;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = names.resolve(host);
    if (all == null || all.length == 0) {
      throw new UnknownHostException(host);
    }
    InetAddress[] open =
        List.of(all).stream().filter(PublicAddresses::isPublic).toArray(InetAddress[]::new);
    if (open.length == 0) {
      throw new Refused(PublicAddresses.refusal(host, all[0]));
    }
    return open;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return names.resolveCanonicalHostname(host);
  }

  /** A name leads to addresses that are not for webhooks; the message is for people. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }
}
