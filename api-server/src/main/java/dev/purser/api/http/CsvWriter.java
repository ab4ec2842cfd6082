package dev.purser.api.http;

import dev.purser.domain.money.Usd;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes answers as RFC 4180 comma-separated values. */
@Produces("text/csv")
public final class CsvWriter implements MessageBodyWriter<Csv> {
  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return Csv.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Csv csv,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    headers.putSingle("Content-Type", "text/csv; charset=utf-8");
    StringBuilder text = new StringBuilder(line(List.copyOf(csv.csvHeader())));
    csv.csvRows().forEach(row -> text.append(line(row)));
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String line(List<? extends @Nullable Object> cells) {
    return cells.stream().map(CsvWriter::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(@Nullable Object value) {
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
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
