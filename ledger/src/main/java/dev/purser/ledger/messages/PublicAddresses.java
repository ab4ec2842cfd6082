package dev.purser.ledger.messages;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses messages may be posted to: those of the public. Asked where a channel is made, so
 * that it is refused there, and again at each delivery, since a name may lead elsewhere by then.
 */
public final class PublicAddresses {
  /** This machine, its networks, and what clouds answer their guests on. */
  private static final List<Block> CLOSED =
      List.of(
          Block.of("0.0.0.0", 8),
          Block.of("10.0.0.0", 8),
          Block.of("100.64.0.0", 10), // Carrier-grade NAT; metadata of Alibaba's cloud.
          Block.of("127.0.0.0", 8),
          Block.of("168.63.129.16", 32), // Azure's host, on an address that looks public.
          Block.of("169.254.0.0", 16), // Link-local; metadata of most clouds.
          Block.of("172.16.0.0", 12),
          Block.of("192.0.0.0", 24),
          Block.of("192.0.2.0", 24),
          Block.of("192.88.99.0", 24),
          Block.of("192.168.0.0", 16),
          Block.of("198.18.0.0", 15),
          Block.of("198.51.100.0", 24),
          Block.of("203.0.113.0", 24),
          Block.of("224.0.0.0", 4),
          Block.of("240.0.0.0", 4),
          Block.of("2001::", 23), // Teredo among others: an IPv4 address inside.
          Block.of("2001:db8::", 32),
          Block.of("2002::", 16), // 6to4: an IPv4 address inside.
          Block.of("3fff::", 20));

  /**
   * The only IPv6 addresses given out to the public. Loopback, unspecified, unique local,
   * link-local, multicast, NAT64 and IPv4 in IPv6's clothes lie outside of it.
   */
  private static final Block GLOBAL_UNICAST = Block.of("2000::", 3);

  private PublicAddresses() {}

  /** Whether messages may be posted there whatever the settings say. */
  public static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean global = bytes.length == 4 || GLOBAL_UNICAST.holds(bytes);
    return global && CLOSED.stream().noneMatch(block -> block.holds(bytes));
  }

  /** Why nothing is posted to a host that leads to such addresses only. */
  public static String refusal(String host, InetAddress address) {
    return host
        + " is the private address "
        + address.getHostAddress()
        + ", which webhooks may not reach unless PURSER_WEBHOOK_ALLOW_PRIVATE=true";
  }

  /** Addresses that begin with the same bits. */
  private record Block(InetAddress first, int bits) {
    static Block of(String literal, int bits) {
      try {
        return new Block(InetAddress.getByName(literal), bits);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(literal, e);
      }
    }

    boolean holds(byte[] address) {
      byte[] mine = first.getAddress();
      if (mine.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((mine[bit / 8] ^ address[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
