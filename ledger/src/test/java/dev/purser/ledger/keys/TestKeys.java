package dev.purser.ledger.keys;

import static dev.purser.ledger.Facts.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.courier.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestKeys {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private Ledger ledger;
  private Keys keys;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    keys = ledger.keys();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void aKeyIsKnownByItsSecretAndTheLedgerDoesNotKeepThat() {
    Keys.Created created = keys.create("ci", ApiKey.Role.AGENT, BOT, null);
    assertThat(created.secret()).matches("pk_[A-Za-z0-9_-]{43}");
    assertThat(keys.find(created.secret(), NOW)).contains(created.key());
    assertThat(keys.find(created.secret() + "x", NOW)).isEmpty();
    assertThat(
            new Facts(ledger)
                .one(
                    Long.class,
                    "select count(*) from api_key where position(cast(? as bytea) in hash) > 0",
                    created.secret()))
        .isZero();
    assertThat(ledger.agents().get(BOT)).isPresent();
  }

  @Test
  void aKeyMadeElsewhereIsKnownAfterARefreshAndARevokedOneIsNot() {
    Keys elsewhere = new Keys(new Store(ledger.jdbi()));
    Keys.Created created = elsewhere.create("ops", ApiKey.Role.OPERATOR, null, null);
    keys.refresh();
    assertThat(keys.find(created.secret(), NOW)).isPresent();
    elsewhere.revoke(created.key().id());
    keys.refresh();
    assertThat(keys.find(created.secret(), NOW)).isEmpty();
    assertThat(keys.list()).extracting(ApiKey::name).containsExactly("ops");
  }

  @Test
  void aKeyMadeElsewhereIsAskedForInTheLedgerWithABound() {
    Keys elsewhere = new Keys(new Store(ledger.jdbi()));
    assertThat(keys.find("pk_of_nobody", NOW)).isEmpty();
    String made = elsewhere.create("ops", ApiKey.Role.OPERATOR, null, null).secret();
    assertThat(keys.find(made, NOW)).as("without a refresh").isPresent();
    assertThatThrownBy(
            () -> {
              for (int guess = 0; guess < 10_000; guess++) {
                assertThat(keys.find("pk_guess_" + guess, NOW)).isEmpty();
              }
            })
        .as("guesses of which the ledger is asked a fixed number a second")
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Refused.Code.UNAVAILABLE));
    assertThat(keys.find(made, NOW)).as("a known key waits for nothing").isPresent();
  }

  @Test
  void whatIsNotInMemoryCannotBeJudgedWhileTheDatabaseIsAway() {
    ledger.close();
    assertThatThrownBy(() -> keys.find("pk_of_nobody", NOW))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Refused.Code.UNAVAILABLE));
  }

  @Test
  void whoListensHearsOfEachKeyThatIsMadeOrRevoked() throws Exception {
    try (Bell bell = ledger.keysBell()) {
      assertThat(bell.await(Duration.ofMillis(10))).isFalse();
      Keys.Created made = keys.create("ops", ApiKey.Role.OPERATOR, null, null);
      assertThat(bell.await(Duration.ofSeconds(30))).as("made").isTrue();
      keys.revoke(made.key().id());
      assertThat(bell.await(Duration.ofSeconds(30))).as("revoked").isTrue();
    }
  }

  @Test
  void worksWhileTheDatabaseIsAway() {
    Keys.Created created = keys.create("ops", ApiKey.Role.OPERATOR, null, null);
    ledger.close();
    keys.refresh();
    assertThat(keys.find(created.secret(), NOW)).isPresent();
  }

  @Test
  void anExpiredKeyIsNoLongerFound() {
    Keys.Created created = keys.create("ops", ApiKey.Role.ADMIN, null, NOW);
    assertThat(keys.find(created.secret(), NOW.minusSeconds(1))).isPresent();
    assertThat(keys.find(created.secret(), NOW)).isEmpty();
  }

  @Test
  void theFirstAdminsSecretIsTakenFromOutsideOnce() {
    keys.bootstrap("a secret of an admin");
    keys.bootstrap("a secret of an admin");
    assertThat(keys.find("a secret of an admin", NOW).orElseThrow().role())
        .isEqualTo(ApiKey.Role.ADMIN);
    assertThat(keys.list()).hasSize(1);
    assertThatThrownBy(() -> keys.bootstrap("short")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyAnAgentsKeyNamesAnAgent() {
    for (ApiKey.Role role : ApiKey.Role.values()) {
      assertThatThrownBy(() -> keys.create("x", role, role == ApiKey.Role.AGENT ? null : BOT, null))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.field()).isEqualTo("agent"));
    }
    assertThatThrownBy(() -> keys.revoke(UUID.randomUUID())).isInstanceOf(Refused.class);
  }
}
