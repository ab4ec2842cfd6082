package dev.purser.api.pages.signin;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds how often a wrong key can be tried. Wrong keys from one address are refused after some
 * tries; many from anywhere make the answer to a wrong key slow. A right key is never asked about
 * here, so that nobody can lock out whoever holds one.
 */
final class SignInLimit {
  private static final Duration SPAN = Duration.ofMinutes(5);
  private static final int FROM_ONE = 10;
  private static final int IN_ALL = 200;
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Map<String, Deque<Instant>> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };
  private final Deque<Instant> all = new ArrayDeque<>();

  /** Whether another wrong key from this address is one too many; true: not yet. */
  synchronized boolean allows(String address, Instant now) {
    Deque<Instant> times = failures.get(network(address));
    return times == null || recent(times, now) < FROM_ONE;
  }

  /**
   * Counts a wrong key.
   *
   * @return how long to keep its answer back
   */
  synchronized Duration failed(String address, Instant now) {
    keep(failures.computeIfAbsent(network(address), unused -> new ArrayDeque<>()), FROM_ONE, now);
    keep(all, IN_ALL, now);
    return recent(all, now) < IN_ALL ? Duration.ZERO : SLOW;
  }

  /** Only as many as are ever asked for. */
  private static void keep(Deque<Instant> times, int most, Instant now) {
    times.add(now);
    if (times.size() > most) {
      times.removeFirst();
    }
  }

  private static int recent(Deque<Instant> times, Instant now) {
    while (!times.isEmpty() && times.getFirst().isBefore(now.minus(SPAN))) {
      times.removeFirst();
    }
    return times.size();
  }

  /** An IPv6 host has a whole network of addresses to try from. */
  private static String network(String address) {
    if (!InetAddresses.isInetAddress(address)) {
      return address;
    }
    InetAddress parsed = InetAddresses.forString(address);
    return parsed instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), IPV6_NETWORK_BYTES))
        : parsed.getHostAddress();
  }
}
