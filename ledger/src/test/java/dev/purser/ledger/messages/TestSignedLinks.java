package dev.purser.ledger.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSignedLinks {
  private static final Instant NOW = Instant.parse("2026-08-21T12:00:00.5Z");
  private static final SignedLinks LINKS = new SignedLinks(new byte[32]);
  private static final SignedLinks.Link LINK =
      SignedLinks.Link.at(NOW, 42, SignedLinks.Act.RESUME, Usd.of("12.5"), "ops@company.com");

  @Test
  void whatWasSignedComesBackUntilItHasExpired() {
    String token = LINKS.token(LINK);
    assertThat(token).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    assertThat(LINK.expiresAt()).isEqualTo("2026-08-28T12:00:00Z");
    assertThat(LINKS.open(token, NOW)).isEqualTo(new SignedLinks.Ok(LINK));
    assertThat(LINKS.open(token, LINK.expiresAt().minusMillis(1)))
        .isEqualTo(new SignedLinks.Ok(LINK));
    assertThat(LINKS.open(token, LINK.expiresAt())).isEqualTo(new SignedLinks.Expired(LINK));
    assertThat(LINKS.open(token, NOW.plus(Duration.ofDays(99))))
        .isEqualTo(new SignedLinks.Expired(LINK));
    SignedLinks.Link bare =
        SignedLinks.Link.at(NOW, 1, SignedLinks.Act.KILL, null, "grüße@company.com");
    assertThat(LINKS.open(LINKS.token(bare), NOW)).isEqualTo(new SignedLinks.Ok(bare));
  }

  @Test
  void everyOtherCharacterAtAnyPlaceIsTampering() {
    String token = LINKS.token(LINK);
    for (int i = 0; i < token.length(); i++) {
      for (char other : new char[] {'A', 'B', 'x', '-', '.'}) {
        if (token.charAt(i) != other) {
          String changed = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(LINKS.open(changed, NOW)).isEqualTo(new SignedLinks.Tampered());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "..", "no dot", "é.ü", "e30.e30"})
  void whatWasNeverSignedIsTamperedWith(String token) {
    assertThat(LINKS.open(token, NOW)).isEqualTo(new SignedLinks.Tampered());
    assertThat(LINKS.open(LINKS.token(LINK) + token + "A", NOW))
        .isEqualTo(new SignedLinks.Tampered());
  }

  @Test
  void aTokenOfAnotherSecretIsTamperedWithAndAShortSecretIsNone() {
    byte[] other = new byte[32];
    other[31] = 1;
    assertThat(new SignedLinks(other).open(LINKS.token(LINK), NOW))
        .isEqualTo(new SignedLinks.Tampered());
    assertThatThrownBy(() -> new SignedLinks(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLedgersSecretIsItsOwnAndStays() {
    try (Ledger ledger = Ledger.open(TestDatabase.fresh());
        Ledger stranger = Ledger.open(TestDatabase.empty())) {
      String token = ledger.signedLinks().token(LINK);
      assertThat(ledger.signedLinks().open(token, NOW)).isEqualTo(new SignedLinks.Ok(LINK));
      assertThat(stranger.signedLinks().open(token, NOW)).isEqualTo(new SignedLinks.Tampered());
    }
  }
}
