package dev.purser.api.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which intents were named over which connection of a client: whose work they are where
 * several replicas of an agent share its key. Behind a proxy, which mixes its clients, no
 * connection is known.
 */
public final class Connections implements Filter {
  private static final String PROPERTY = "purser.connection";
  private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "Via");
  private static final Pattern INTENT =
      Pattern.compile("/v1/intents/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:/.*)?");
  private static final int MOST = 10_000;
  private static final int MOST_OF_ONE = 100;

  /** The longest unused goes first. */
  private final Map<String, Set<UUID>> named =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<UUID>> eldest) {
          return size() > MOST;
        }
      };

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && OF_PROXIES.stream().allMatch(name -> http.getHeader(name) == null)) {
      String connection = http.getServletConnection().getConnectionId();
      http.setAttribute(PROPERTY, connection);
      Matcher path = INTENT.matcher(http.getRequestURI());
      if (path.matches()) {
        named(connection, UUID.fromString(path.group(1)));
      }
    }
    chain.doFilter(request, response);
  }

  /** Over which connection the request came; null: not known. */
  public static @Nullable String of(ContainerRequestContext request) {
    return request.getProperty(PROPERTY) instanceof String connection ? connection : null;
  }

  /** Whoever is at the other end works on this intent. */
  public synchronized void named(@Nullable String connection, UUID intent) {
    if (connection != null) {
      Set<UUID> all = named.computeIfAbsent(connection, unused -> new LinkedHashSet<>());
      all.remove(intent);
      all.add(intent);
      if (all.size() > MOST_OF_ONE) {
        all.remove(all.iterator().next());
      }
    }
  }

  /** What was named over it. */
  public synchronized Set<UUID> namedOver(@Nullable String connection) {
    Set<UUID> all = connection == null ? null : named.get(connection);
    return all == null ? Set.of() : Set.copyOf(all);
  }
}
