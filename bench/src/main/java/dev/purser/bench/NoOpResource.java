package dev.purser.bench;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The baseline: parses what it is sent, and answers. */
@Path("/bench/no-op")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class NoOpResource {
  /** Counts the fields, so that nothing is optimised away. */
  @POST
  public Response post(JsonNode body) {
    return Response.accepted(Map.of("ok", true, "fields", body.size())).build();
  }
}
