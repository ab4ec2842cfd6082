package dev.purser.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a refused request still has to say: a connection with an unread body is closed, and a
 * client that has it in a pool would lose its next request on it.
 */
public final class Drain implements ContainerResponseFilter {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final int FIRST_REFUSAL = 400;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    int length = request.getLength();
    if (response.getStatus() >= FIRST_REFUSAL && length > 0 && length <= BodyReader.MAX_BYTES) {
      try {
        InputStream body = request.getEntityStream();
        body.transferTo(OutputStream.nullOutputStream());
      } catch (IOException | IllegalStateException e) {
        LOG.debug("nothing left to read", e);
      }
    }
  }
}
