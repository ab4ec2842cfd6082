package dev.purser.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestDatabaseUrl {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://db/purser | jdbc:postgresql://db:5432/purser",
        "postgres://db:5433/purser?ssl=true | jdbc:postgresql://db:5433/purser?ssl=true",
        "postgresql://[::1]:5433/purser | jdbc:postgresql://[::1]:5433/purser",
        "postgresql://a,b:5433/purser"
            + " | jdbc:postgresql://a:5432,b:5433/purser?targetServerType=primary",
        "postgresql://[::1],[::2]:5433/purser?ssl=true"
            + " | jdbc:postgresql://[::1]:5432,[::2]:5433/purser?ssl=true&targetServerType=primary",
        "postgresql://a,b/purser?target_session_attrs=read-write"
            + " | jdbc:postgresql://a:5432,b:5432/purser?targetServerType=primary",
        "postgresql://a,b/purser?target_session_attrs=any"
            + " | jdbc:postgresql://a:5432,b:5432/purser?targetServerType=any",
        "jdbc:postgresql://a:1,b:2/purser"
            + " | jdbc:postgresql://a:1,b:2/purser?targetServerType=primary",
        "jdbc:postgresql://a,b/purser?user=x,y"
            + " | jdbc:postgresql://a,b/purser?user=x,y&targetServerType=primary",
        "jdbc:postgresql://a,b/purser?targetServerType=any"
            + " | jdbc:postgresql://a,b/purser?targetServerType=any",
        "jdbc:postgresql://a/purser?user=x,y | jdbc:postgresql://a/purser?user=x,y",
      })
  void readsEverySpelling(String text, String jdbcUrl) throws Exception {
    assertThat(DatabaseUrl.parse(text).jdbcUrl()).isEqualTo(jdbcUrl);
  }

  @Test
  void readsWhoAndWithWhichPasswordAndDoesNotShowThat() throws Exception {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://ann:p%40s+s:x@a,b/purser");
    assertThat(url.user()).isEqualTo("ann");
    assertThat(url.password()).isEqualTo("p@s+s:x");
    assertThat(url.toString()).isEqualTo("DatabaseUrl[of ann]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "mysql://ann:secret@db/purser",
        "postgresql://ann:secret@/purser",
        "postgresql://ann:secret@a,/purser",
        "postgresql://ann:secret@a:port/purser",
        "postgresql://ann:secret@a:65536/purser",
        "postgresql://ann:secret@a:99999999999/purser",
        "postgresql://ann:secret@a",
        "postgresql://ann:secret@a/"
      })
  void saysWhatWouldBeRightWithoutShowingThePassword(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(DatabaseUrl.Malformed.class)
        .hasMessageStartingWith("must be like postgresql://user:password@host:5432/db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jdbc:"})
  void theLedgerIsFoundWhicheverOfTheHostsIsAlive(String driver) throws Exception {
    LedgerSettings alive = TestDatabase.fresh();
    String rest = alive.jdbcUrl().substring(alive.jdbcUrl().indexOf("localhost"));
    for (String hosts : new String[] {dead() + "," + rest, rest.replace("/", "," + dead() + "/")}) {
      DatabaseUrl url = DatabaseUrl.parse(driver + "postgresql://" + hosts);
      try (Ledger ledger = Ledger.open(LedgerSettings.of(url.jdbcUrl(), "postgres", "postgres"))) {
        assertThat(ledger.keys().list()).isEmpty();
      }
    }
  }

  /** Where nobody listens. */
  private static String dead() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "localhost:" + socket.getLocalPort();
    }
  }
}
