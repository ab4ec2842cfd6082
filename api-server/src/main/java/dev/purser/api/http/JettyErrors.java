package dev.purser.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty answers before a resource is found: problem+json like all others. */
public final class JettyErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    int status = response.getStatus();
    Problem problem =
        Problem.of(
            status,
            status >= 500 ? "internal_error" : "bad_request",
            "the server does not take this request",
            List.of(),
            Map.of());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    // Jetty hangs up after such a request: a client that does not know loses its next one.
    response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    response.write(true, ByteBuffer.wrap(bytes(problem)), callback);
    return true;
  }

  private static byte[] bytes(Problem problem) throws IOException {
    try {
      return Wire.ANSWERS.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IOException(e);
    }
  }
}
