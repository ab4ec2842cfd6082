package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestPurserTest {
  private static final Usd CALL = Usd.of("0.03");
  private static final String PAYLOAD = "{\"steps\": 6}";

  private final PurserTest purser = new PurserTest(Usd.of("0.15"));

  private static Object steps(IntentContext intent) {
    JsonNode last = intent.checkpoint().last();
    int step = last == null ? 0 : last.path("step").asInt();
    for (; step < intent.payload().path("steps").asInt(); step++) {
      intent.meter().call(CALL, call -> "answer", answer -> Spend.of(CALL));
      intent.checkpoint().save(Map.of("step", step + 1));
    }
    return Map.of("delivery", intent.delivery());
  }

  @Test
  void parksAtTheLimitAndGoesOnFromTheCheckpoint() throws Exception {
    PurserTest.Outcome first = purser.deliver(TestPurserTest::steps, PAYLOAD);
    assertThat(first.status()).isEqualTo("stopped");
    assertThat(first.checkpoint()).hasToString("{\"step\":5}");
    assertThat(purser.cost()).isEqualTo(Usd.of("0.15"));
    purser.limit(Usd.of("1"));
    PurserTest.Outcome second = purser.deliver(TestPurserTest::steps, PAYLOAD);
    assertThat(second.status()).isEqualTo("completed");
    assertThat(second.result()).hasToString("{\"delivery\":2}");
    assertThat(purser.calls()).isEqualTo(6);
  }

  @Test
  void showsAHandlerThatSwallowsItsStop() throws Exception {
    PurserTest.Outcome outcome =
        purser.deliver(
            intent -> {
              for (int i = 0; i < 20; i++) {
                try {
                  intent.meter().recordCost(CALL);
                } catch (RuntimeException e) {
                  // "Some tickets fail."
                }
              }
              return "done";
            },
            PAYLOAD);
    assertThat(outcome.status()).isEqualTo("stopped");
  }

  @Test
  void neverAllowsACallThatWouldPassTheLimit() throws Exception {
    PurserTest.Outcome outcome =
        purser.deliver(intent -> intent.meter().authorize(Usage.of("gpt-4o", 0, 300_000)), PAYLOAD);
    assertThat(outcome.status()).isEqualTo("stopped");
    assertThat(purser.cost()).isEqualTo(Usd.ZERO);
  }

  @Test
  void aHandlerThatGivesUpFailsAndOneThatBreaksThrows() throws Exception {
    PurserTest.Outcome outcome =
        purser.deliver(
            intent -> {
              throw new IntentFailed("no such ticket");
            },
            PAYLOAD);
    assertThat(outcome.status()).isEqualTo("failed");
    assertThat(outcome.error()).isEqualTo("no such ticket");
    assertThatThrownBy(
            () ->
                purser.deliver(
                    intent -> {
                      throw new IllegalStateException("broken");
                    },
                    PAYLOAD))
        .isInstanceOf(IllegalStateException.class);
  }
}
