package dev.purser.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Addresses of Temporal's own pages.
 *
 * @param url where they begin
 * @param namespace whose workflows they show
 */
public record TemporalPages(String url, String namespace) {
  /** Cuts slashes at the end. */
  public TemporalPages {
    url = url.replaceAll("/+$", "");
  }

  /** The page of the intent's workflow; Temporal finds its newest run. */
  public String ofIntent(UUID id) {
    return url + "/namespaces/" + encoded(namespace) + "/workflows/" + encoded("intent/" + id);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
