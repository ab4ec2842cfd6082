package dev.purser.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestIdempotency {
  private final AtomicInteger done = new AtomicInteger();
  private Ledger ledger;
  private Idempotency idempotency;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    idempotency = ledger.idempotency();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void aCallMadeTwiceActsOnceAndIsAnsweredTheSame() {
    assertThat(call("key", "hash")).isEqualTo(new Idempotency.Answer(IntNode.valueOf(1), false));
    assertThat(call("key", "hash")).isEqualTo(new Idempotency.Answer(IntNode.valueOf(1), true));
    assertThat(call("other", "hash").body()).isEqualTo(IntNode.valueOf(2));
  }

  @Test
  void theSameKeyWithAnotherRequestIsRefused() {
    call("key", "hash");
    assertThatThrownBy(() -> call("key", "another"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.CONFLICT));
    assertThat(done).hasValue(1);
  }

  @Test
  void whatFailedMayBeTriedAgain() {
    assertThatThrownBy(
            () ->
                idempotency.once(
                    "scope",
                    "key",
                    "hash",
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(call("key", "hash").repeated()).isFalse();
  }

  @Test
  void nobodyActsWhileTheFirstIsAtWorkUnlessItWasAbandoned() {
    assertThatThrownBy(
            () -> idempotency.once("scope", "key", "hash", () -> call("key", "hash").body()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.details()).containsEntry("retryable", true));
    new Facts(ledger)
        .execute(
            "insert into idempotency values ('scope', 'lost', 'hash', null, now() - interval '1 hour')");
    assertThat(call("lost", "hash").repeated()).isFalse();
  }

  private Idempotency.Answer call(String key, String hash) {
    return idempotency.once("scope", key, hash, () -> IntNode.valueOf(done.incrementAndGet()));
  }
}
