package dev.purser.domain.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestUsage {

  @ParameterizedTest
  @CsvSource({
    "tokens_in, -1, 0, 0, 0, 0",
    "tokens_cached, 0, -1, 0, 0, 0",
    "tokens_cache_write, 0, 0, -1, 0, 0",
    "tokens_out, 0, 0, 0, -1, 0",
    "tokens_reasoning, 0, 0, 0, 0, -1",
    "tokens_in, 1000000000001, 0, 0, 0, 0",
    "tokens_out, 0, 0, 0, 9223372036854775807, 0",
    "tokens_reasoning, 0, 0, 0, 5, 6",
  })
  void namesTheFieldThatIsWrong(
      String field, long input, long cached, long cacheWrite, long output, long reasoning) {
    assertThatThrownBy(
            () -> new Usage("gpt-4o", null, input, cached, cacheWrite, output, reasoning))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(field + " must");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 201, 1_000_000})
  void refusesNamesThatAreNone(int length) {
    assertThatThrownBy(() -> Usage.of("m".repeat(length), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model must be a name of 1 to 200 characters, not " + length);
  }

  @Test
  void takesCountsUpToTheBound() {
    assertThat(Usage.of("m", Usage.MAX_TOKENS, 0).input()).isEqualTo(Usage.MAX_TOKENS);
  }
}
