package dev.purser.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Echoes {@code X-Trace-Id} and logs it, with the path as it was sent: decoded, it could hold line
 * breaks, and anyone could write lines of their own into the log.
 */
@PreMatching
public final class TraceFilter implements ContainerRequestFilter, ContainerResponseFilter {
  /** The header's name. */
  public static final String HEADER = "X-Trace-Id";

  private static final Logger LOG = LoggerFactory.getLogger(TraceFilter.class);
  private static final Pattern HARMLESS = Pattern.compile("[\\x21-\\x7e]{1,200}");

  @Override
  public void filter(ContainerRequestContext request) {
    String trace = request.getHeaderString(HEADER);
    if (trace != null && HARMLESS.matcher(trace).matches()) {
      request.setProperty(HEADER, trace);
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Object trace = request.getProperty(HEADER);
    if (trace != null) {
      response.getHeaders().putSingle(HEADER, trace);
      LOG.info(
          "{} {} {} trace={}",
          request.getMethod(),
          request.getUriInfo().getRequestUri().getRawPath(),
          response.getStatus(),
          trace);
    }
  }
}
