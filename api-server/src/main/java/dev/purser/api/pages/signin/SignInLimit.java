package dev.purser.api.pages.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Bounds how often a wrong key can be tried, from one address and in all. */
final class SignInLimit {
  private static final Duration SPAN = Duration.ofMinutes(5);
  private static final int FROM_ONE = 10;
  private static final int IN_ALL = 200;
  private static final String ALL = "";

  private final Map<String, Deque<Instant>> failures = new HashMap<>();

  /** Whether another try is taken. */
  synchronized boolean allows(String address, Instant now) {
    failures.values().forEach(times -> forget(times, now));
    failures.values().removeIf(Deque::isEmpty);
    return count(address) < FROM_ONE && count(ALL) < IN_ALL;
  }

  synchronized void failed(String address, Instant now) {
    for (String who : new String[] {address, ALL}) {
      failures.computeIfAbsent(who, unused -> new ArrayDeque<>()).add(now);
    }
  }

  private int count(String who) {
    Deque<Instant> times = failures.get(who);
    return times == null ? 0 : times.size();
  }

  private static void forget(Deque<Instant> times, Instant now) {
    while (!times.isEmpty() && times.getFirst().isBefore(now.minus(SPAN))) {
      times.removeFirst();
    }
  }
}
