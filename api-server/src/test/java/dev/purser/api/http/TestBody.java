package dev.purser.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestBody {
  private static final String GRIN = "\ud83d\ude00";

  private static ObjectNode read(String json) {
    return Body.parse(json.getBytes(UTF_8)).json();
  }

  @Test
  void readsCharactersOfTwoHalvesInNamesAndValuesHoweverTheyAreWritten() {
    String escaped = "\\ud83d\\ude00";
    assertThat(read("{\"" + escaped + "\":\"" + escaped + "\"}").get(GRIN).textValue())
        .isEqualTo(GRIN);
    assertThat(read("{\"" + GRIN + "\":{\"" + escaped + "\":1}}").at("/" + GRIN + "/" + GRIN))
        .hasToString("1");
  }

  @Test
  void takesAMarkOfByteOrderForNothing() {
    char mark = 0xfeff;
    assertThat(read(mark + "{\"a\":1}").path("a").intValue()).isEqualTo(1);
    assertThat(read(String.valueOf(mark))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e99999999999", "-1e-99999999999", "1E+2147483648"})
  void refusesANumberOfNoUseHoweverLongItsExponent(String number) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> read("{\"a\":[" + number + "]}"));
    assertThat(refused.problem().status()).isEqualTo(422);
    assertThat(refused.problem().detail()).contains("1e400");
  }
}
