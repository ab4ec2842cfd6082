package dev.purser.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestMalformedJson {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":          | at line 1, column 6, it ends too soon",
        "{'a':1}          | at line 1, column 2, ' is not what may follow there",
        "{\"a\":}         | at line 1, column 6, } is not what may follow there",
        "{\"a\":[1}       | at line 1, column 8, a } closes what was not opened by its like",
        "{\"a\":fine}     | at line 1, column 6, fine is no value",
        "{\"a\":1,\"a\":2} | , the member a is there twice",
        "{} {}            | , something follows after the end",
        "{\"a\":007}      | , a number is not written as JSON writes it",
      })
  void isToldByPlaceAndInPlainWords(String json, String words) {
    assertThat(said(json)).contains("the body is not JSON: ").contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"one\ntwo\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\u00ff\"}",
        "{\"a\":1e}",
        "{\"a\" 1}",
        "{,}",
        "[}",
        "\u0001",
        "{\"a\":1} x",
        "{\"a\":tru}",
        "{\"a\":/**/1}",
      })
  void isNeverToldInTheParsersOwnWords(String json) {
    assertThat(said(json))
        .startsWith("the body is not")
        .doesNotContain("Source", "REDACTED", "jackson", "java", "`", "_", "code", "reference");
  }

  @Test
  void whatIsTooDeepOrTooLongIsTold() {
    assertThat(said("[".repeat(2000))).contains("nested too deeply").doesNotContain("Stream");
    assertThat(said("{\"a\":" + "1".repeat(2000) + "}")).contains("too long");
  }

  private static String said(String json) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> Body.parse(json.getBytes(ISO_8859_1)));
    return refused.problem().detail();
  }
}
