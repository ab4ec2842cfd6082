package dev.purser.api.http;

import dev.purser.domain.money.Usd;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes RFC 4180 comma-separated values line by line, and keeps none of them. */
public final class CsvLines {
  /** Their media type, with how they are encoded. */
  public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

  private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

  private final Writer out;

  public CsvLines(OutputStream out) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /**
   * Writes one line.
   *
   * @throws UncheckedIOException if whoever reads it is gone
   */
  public void line(List<? extends @Nullable Object> cells) {
    try {
      String before = "";
      for (Object cell : cells) {
        out.write(before);
        out.write(text(cell));
        before = ",";
      }
      out.write("\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands on what is still here. */
  public void flush() throws IOException {
    out.flush();
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Usd usd) {
      return usd.toBigDecimal().toPlainString();
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    String text = value.toString();
    // A table program would take such a text for a formula.
    if (value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return SPECIAL.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
