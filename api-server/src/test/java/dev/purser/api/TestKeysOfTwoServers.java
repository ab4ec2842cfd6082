package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.TestDatabase;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Two api-servers on one ledger: a key is the same on both. */
class TestKeysOfTwoServers {
  private static final int ROUNDS = 10;

  /** Polling once a second, ten revocations would take five seconds, and two once in 2,000 runs. */
  private static final Duration WITHOUT_POLLING = Duration.ofSeconds(2);

  @Test
  void aKeyMadeOnOneIsKnownToTheOtherAtOnceAndARevokedOneIsNot() throws Exception {
    LedgerSettings database = TestDatabase.fresh();
    try (Server one = new Server(database);
        Server other = new Server(database)) {
      long nanos = 0;
      for (int round = 0; round < ROUNDS; round++) {
        var made = one.post("/v1/keys", "{\"name\": \"ops\", \"role\": \"operator\"}").json();
        String key = made.path("key").textValue();
        assertThat(status(other, key)).as("at once").isEqualTo(200);
        one.send("DELETE", "/v1/keys/" + made.path("key_id").textValue(), null, Server.ADMIN);
        nanos += nanosUntil(() -> status(other, key) == 401);
      }
      assertThat(Duration.ofNanos(nanos)).isLessThan(WITHOUT_POLLING);
    }
  }

  private static int status(Server server, String key) {
    return server.send("GET", "/v1/mesh/agents", null, key).status();
  }

  private static long nanosUntil(BooleanSupplier condition) {
    long started = System.nanoTime();
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
    return System.nanoTime() - started;
  }
}
