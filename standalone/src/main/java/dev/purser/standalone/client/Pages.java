package dev.purser.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of the API, which come in pages. */
public final class Pages {
  private static final int PAGE = 200;

  private Pages() {}

  /**
   * The first answer with up to {@code limit} rows of this plural, of as many pages as that takes.
   */
  public static ObjectNode get(
      PurserClient client,
      String path,
      Map<String, ? extends @Nullable Object> parameters,
      String plural,
      int limit) {
    Map<String, @Nullable Object> query = new HashMap<>(parameters);
    ObjectNode all = PurserClient.object();
    ArrayNode rows = PurserClient.JSON.createArrayNode();
    String cursor = null;
    do {
      query.put("limit", Math.min(PAGE, limit - rows.size()));
      query.put("cursor", cursor);
      JsonNode page = client.get(path + PurserClient.query(query));
      if (all.isEmpty()) {
        all.setAll((ObjectNode) page);
      }
      page.path(plural).forEach(rows::add);
      cursor = page.path("next_cursor").asText(null);
    } while (cursor != null && rows.size() < limit);
    all.set(plural, rows);
    all.put("next_cursor", cursor);
    return all;
  }
}
