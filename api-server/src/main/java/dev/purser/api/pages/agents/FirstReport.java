package dev.purser.api.pages.agents;

import dev.purser.domain.agent.AgentAddress;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a first report takes, where no agent has reported yet.
 *
 * @param served where this server is reached, without a slash at the end
 * @param agent whose key it is; null: none was made
 * @param key its secret, which is shown this once
 */
public record FirstReport(String served, @Nullable AgentAddress agent, @Nullable String key) {
  /** What a shell takes as it stands. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:\\[\\]-]+");

  /**
   * Where the reader reached this server; the public address where that is the same host, since
   * only that one knows of a proxy that speaks TLS.
   */
  static String served(String publicUrl, UriInfo asked) {
    URI base = asked.getBaseUri();
    String here = base.getAuthority();
    return here == null
            || !PLAIN.matcher(here).matches()
            || here.equalsIgnoreCase(URI.create(publicUrl).getAuthority())
        ? publicUrl
        : base.getScheme() + "://" + here;
  }

  /** A line for a shell that reports three cents; null until there is a key. */
  public @Nullable String line() {
    return agent == null || key == null
        ? null
        : "curl -s '"
            + served
            + "/v1/mesh/metrics' -H 'x-api-key: "
            + key
            + "' -H 'Content-Type: application/json' -d '{\"agent\": \""
            + agent
            + "\", \"task\": \"try-1\", \"cost_usd\": 0.03}'";
  }
}
