package dev.purser.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TestPlainWriter {
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = PlainWriter.over(new PrintWriter(written));

  @Test
  void writesOutWhatATerminalObeysAndNothingElse() {
    out.printf("%s %d\t\u00e9\u4e2d\ud83d\ude00\u200d%n", "a\u001b[2J\u0007\u009b\u202e\u2028", 7);
    out.write('\u001b');
    out.write("xx\u007fyy", 2, 1);
    out.write(new char[] {'a', '\u0000', 'b'}, 1, 2);
    out.flush();
    assertThat(written.toString().lines())
        .containsExactly(
            "a\\u001b[2J\\u0007\\u009b\\u202e\\u2028 7\t\u00e9\u4e2d\ud83d\ude00\u200d",
            "\\u001b\\u007f\\u0000b");
  }

  @Test
  void keepsACellOfATableOnItsLineAndInItsColumn() {
    assertThat(new Table("MODEL", "SPENT").row("a\nb\u001b[0m", "$1.00").render("none"))
        .isEqualToNormalizingNewlines(
            """
            MODEL              SPENT
            a\\u000ab\\u001b[0m  $1.00
            """);
  }
}
