package dev.purser.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestOpeningTheLedger {
  @Test
  void opensAnEmptyDatabaseAndOpensItAgain() {
    LedgerSettings settings = TestDatabase.empty();
    Ledger.open(settings).close();
    try (Ledger ledger = Ledger.open(settings)) {
      assertThat(zoneOf(ledger)).isEqualTo("UTC");
    }
  }

  @Test
  void refusesADatabaseOfANewerVersionInOneLine() {
    LedgerSettings settings = TestDatabase.empty();
    try (Ledger ledger = Ledger.open(settings)) {
      ledger
          .jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      "insert into flyway_schema_history (installed_rank, version, description, type,"
                          + " script, installed_by, execution_time, success)"
                          + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1, true)"));
    }
    assertThatThrownBy(() -> Ledger.open(settings))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the database is of version 99, newer than this program: use the newer program");
  }

  @Test
  void refusesAServerThatWouldLoseWhatItAcknowledged() {
    LedgerSettings settings = TestDatabase.empty();
    try (Ledger ledger = Ledger.open(settings)) {
      assertThatCode(ledger::requireDurable).doesNotThrowAnyException();
      ledger
          .jdbi()
          .useHandle(
              handle -> {
                String database =
                    handle.select("select current_database()").mapTo(String.class).one();
                handle.execute("alter database " + database + " set synchronous_commit = off");
              });
    }
    try (Ledger ledger = Ledger.open(settings)) {
      assertThatThrownBy(ledger::requireDurable)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("synchronous_commit = off");
    }
  }

  private static String zoneOf(Ledger ledger) {
    return ledger
        .jdbi()
        .withHandle(handle -> handle.select("show time zone").mapTo(String.class).one());
  }
}
