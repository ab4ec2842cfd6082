package dev.purser.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.Response;

/** Writes server-sent events; a response is whole when it is sent, and then ends. */
public final class Sse {
  /** The media type. */
  public static final String MEDIA_TYPE = "text/event-stream";

  private final StringBuilder text = new StringBuilder();

  /** Adds one event. */
  public Sse event(long id, String type, Object data) {
    text.append("id: ").append(id).append('\n');
    return event(type, data);
  }

  private Sse event(String type, Object data) {
    try {
      text.append("event: ")
          .append(type)
          .append("\ndata: ")
          .append(Wire.ANSWERS.writeValueAsString(data))
          .append("\n\n");
      return this;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The response with these events. */
  public Response response() {
    return Response.ok(text.toString(), MEDIA_TYPE).header("Cache-Control", "no-store").build();
  }

  /** The response that says that there was no news. */
  public static Response timeout(long nextSeq) {
    return new Sse().event("stream.timeout", new Timeout(true, nextSeq)).response();
  }

  private record Timeout(boolean ok, long nextSeq) {}
}
