package dev.purser.domain.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPriceFile {

  private static final String HEADER =
      "provider,model,names,prefixes,from,above_tokens,input,output,cached_input,cache_write,reasoning";

  private static List<ModelPrice> parse(String text) throws IOException {
    return PriceFile.parse(new StringReader(text));
  }

  @Test
  void readsEveryColumn() throws IOException {
    String text =
        """
        # A comment.

        %s
        openai,GPT-5,gpt-5 gpt-5-codex,gpt-5- ft:gpt-5-,2026-07-30,272000,50.00,100,0.125,1.25,7
        """;
    assertThat(parse(text.formatted(HEADER)))
        .containsExactly(
            new ModelPrice(
                "openai",
                "GPT-5",
                List.of("gpt-5", "gpt-5-codex"),
                List.of("gpt-5-", "ft:gpt-5-"),
                Instant.parse("2026-07-30T00:00:00Z"),
                272000,
                new BigDecimal("50"),
                new BigDecimal("100"),
                new BigDecimal("0.125"),
                new BigDecimal("1.25"),
                new BigDecimal("7")));
  }

  @Test
  void takesEmptyCellsAsNotPublished() throws IOException {
    ModelPrice price = parse(HEADER + "\n,m,,,,0,1,,,,").get(0);
    assertThat(price)
        .isEqualTo(
            new ModelPrice(
                null, "m", List.of(), List.of(), null, 0, BigDecimal.ONE, null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,m,,,,0,1,1,, | there must be 11 columns, not 10",
        "a,,,,,0,1,1,,, | model must",
        "a,m,x  y,,,0,1,1,,, | names and prefixes",
        "a,m,,,2026-13-01,0,1,1,,, | from must be a date like 2026-08-21, not \"2026-13-01\"",
        "a,m,,,,,1,1,,, | above_tokens must be a whole number",
        "a,m,,,,-1,1,1,,, | above_tokens must not be negative",
        "a,m,,,,0,x,1,,, | input must be USD per million tokens, not \"x\"",
        "a,m,,,,0,1,-1,,, | output must be USD per million tokens from 0 to 1000000",
        "a,m,,,,0,1,1,1e999999999,, | cached_input must be",
        "a,m,,,,0,1,1,,1e-999999999, | cache_write must be",
        "a,m,,,,0,1,1,,,1000000.1 | reasoning must be",
        "a,m,,,,0,,,1,, | a price needs input, output or both",
      })
  void namesTheLineAndWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> parse("# prices\n" + HEADER + "\na,m,,,,0,1,1,,,\n" + line.strip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 4: " + message);
  }

  @Test
  void asksForItsHeader() {
    assertThatThrownBy(() -> parse("# only a comment"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(HEADER);
    assertThatThrownBy(() -> parse("# prices\nmodel,input,output"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2: the first line must be " + HEADER);
  }
}
