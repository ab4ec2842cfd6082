package dev.purser.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.Response;

/** Writes server-sent events; a response is whole when it is sent, and then ends. */
public final class Sse {
  /** The media type. */
  public static final String MEDIA_TYPE = "text/event-stream";

  private final StringBuilder text = new StringBuilder();

  /** Events after which a browser is to ask again in so many milliseconds. */
  public static Sse retrying(long millis) {
    Sse events = new Sse();
    events.text.append("retry: ").append(millis).append("\n\n");
    return events;
  }

  /** Adds one event with JSON. */
  public Sse event(long id, String type, Object data) {
    try {
      return event(Long.toString(id), type, Wire.ANSWERS.writeValueAsString(data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds one event; {@code data} is a line of text. */
  public Sse event(String id, String type, String data) {
    text.append("id: ").append(id).append('\n');
    return event(type, data);
  }

  private Sse event(String type, String data) {
    text.append("event: ").append(type).append("\ndata: ").append(data).append("\n\n");
    return this;
  }

  /** The response with these events. */
  public Response response() {
    return Response.ok(text.toString(), MEDIA_TYPE).header("Cache-Control", "no-store").build();
  }

  /** The response that says that there was no news. */
  public static Response timeout(long nextSeq) {
    return new Sse()
        .event("stream.timeout", "{\"ok\":true,\"next_seq\":" + nextSeq + "}")
        .response();
  }
}
