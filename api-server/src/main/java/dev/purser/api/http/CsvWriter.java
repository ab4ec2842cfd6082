package dev.purser.api.http;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Writes answers as comma-separated values. */
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
    headers.putSingle("Content-Type", CsvLines.MEDIA_TYPE);
    CsvLines lines = new CsvLines(out);
    lines.line(csv.csvHeader());
    csv.csvRows().forEach(lines::line);
    lines.flush();
  }
}
