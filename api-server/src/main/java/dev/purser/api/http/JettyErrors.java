package dev.purser.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty answers before a resource is found: problem+json like all others. */
public final class JettyErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Problem problem = problem(response.getStatus());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    // Jetty hangs up after such a request: a client that does not know loses its next one.
    response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    response.write(true, ByteBuffer.wrap(bytes(problem)), callback);
    return true;
  }

  private static Problem problem(int status) {
    return switch (status) {
      case HttpStatus.REQUEST_TIMEOUT_408 ->
          problem(status, "body_too_slow", "the body did not arrive in time");
      case HttpStatus.PAYLOAD_TOO_LARGE_413 ->
          problem(status, "body_too_large", "the body has more bytes than are taken");
      case HttpStatus.SERVICE_UNAVAILABLE_503 ->
          problem(status, "unavailable", "too much is on its way to the server: try again");
      default ->
          problem(
              status,
              status >= 500 ? "internal_error" : "bad_request",
              "the server does not take this request");
    };
  }

  private static Problem problem(int status, String code, String detail) {
    return Problem.of(status, code, detail, List.of(), Map.of());
  }

  private static byte[] bytes(Problem problem) throws IOException {
    try {
      return Wire.ANSWERS.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IOException(e);
    }
  }
}
