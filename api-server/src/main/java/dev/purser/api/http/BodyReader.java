package dev.purser.api.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a request's body, up to the limit. */
@Consumes(MediaType.APPLICATION_JSON)
public final class BodyReader implements MessageBodyReader<Body> {
  /** 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  /** What is read and thrown away, so that the sender gets to hear the answer. */
  private static final int MAX_DRAINED = 16 << 20;

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type == Body.class;
  }

  @Override
  public Body readFrom(
      Class<Body> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream in)
      throws IOException {
    byte[] bytes =
        isTooLong(headers.getFirst(HttpHeaders.CONTENT_LENGTH))
            ? new byte[0]
            : in.readNBytes(MAX_BYTES);
    if (in.read() >= 0) {
      drain(in);
      throw new ProblemException(
          Problem.of(
              413,
              "body_too_large",
              "the body must have at most " + MAX_BYTES + " bytes",
              List.of(),
              Map.of()));
    }
    return Body.parse(bytes);
  }

  private static boolean isTooLong(@Nullable String length) {
    return length != null && length.length() > Integer.toString(MAX_BYTES).length();
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int drained = 0;
    for (int n = in.read(buffer); n >= 0 && drained < MAX_DRAINED; n = in.read(buffer)) {
      drained += n;
    }
  }
}
