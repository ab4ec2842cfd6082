package dev.purser.api.pages.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestSignInLimit {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private final SignInLimit limit = new SignInLimit();

  private Duration fail(String address, int times) {
    Duration last = Duration.ZERO;
    for (int i = 0; i < times; i++) {
      last = limit.failed(address, NOW);
    }
    return last;
  }

  @Test
  void anAddressIsRefusedAfterTenWrongKeysUntilFiveMinutesLater() {
    fail("198.51.100.7", 9);
    assertThat(limit.allows("198.51.100.7", NOW)).isTrue();
    fail("198.51.100.7", 1);
    assertThat(limit.allows("198.51.100.7", NOW)).isFalse();
    assertThat(limit.allows("198.51.100.8", NOW)).isTrue();
    assertThat(limit.allows("198.51.100.7", NOW.plusSeconds(301))).isTrue();
  }

  @Test
  void manyWrongKeysFromManyAddressesLockNobodyOutAndMakeWrongAnswersSlow() {
    for (int address = 0; address < 100; address++) {
      assertThat(fail("198.51.100." + address, 1)).isEqualTo(Duration.ZERO);
    }
    for (int address = 0; address < 100; address++) {
      fail("198.51.100." + address, 1);
    }
    assertThat(fail("203.0.113.1", 1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(limit.allows("203.0.113.2", NOW)).as("a fresh address").isTrue();
    assertThat(limit.failed("203.0.113.3", NOW.plusSeconds(301))).isEqualTo(Duration.ZERO);
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    for (int host = 1; host <= 10; host++) {
      fail("2001:db8:0:1::" + host, 1);
    }
    assertThat(limit.allows("2001:db8:0:1::ffff", NOW)).isFalse();
    assertThat(limit.allows("2001:db8:0:2::1", NOW)).isTrue();
  }

  @Test
  void whatIsKeptIsBounded() {
    for (int i = 0; i < 100_000; i++) {
      limit.failed("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), NOW);
    }
    fail("198.51.100.7", 10);
    assertThat(limit.allows("198.51.100.7", NOW)).isFalse();
  }
}
