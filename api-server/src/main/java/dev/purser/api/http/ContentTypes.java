package dev.purser.api.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * A Content-Type that is no media type counts as one that no resource takes. Jersey itself would
 * refuse the whole request as a bad one, before any of our filters.
 */
public final class ContentTypes implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean odd = request instanceof HttpServletRequest http && !isReadable(http);
    chain.doFilter(odd ? new Unknown((HttpServletRequest) request) : request, response);
  }

  private static boolean isReadable(HttpServletRequest request) {
    List<String> types = Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE));
    if (types.size() > 1) {
      return false;
    }
    try {
      types.forEach(MediaType::valueOf);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The same request with bytes of an unknown type. */
  private static final class Unknown extends HttpServletRequestWrapper {
    Unknown(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getContentType() {
      return MediaType.APPLICATION_OCTET_STREAM;
    }

    @Override
    public String getHeader(String name) {
      return isType(name) ? getContentType() : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return isType(name)
          ? Collections.enumeration(List.of(getContentType()))
          : super.getHeaders(name);
    }

    private static boolean isType(String name) {
      return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE);
    }
  }
}
