package dev.purser.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import dev.purser.standalone.client.PurserClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that others make up: markup, quotes, marks that turn the direction, and no end. */
@Tag("browser")
final class TestHostileNames {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private static final String MARKUP =
      "\"'><img src=x onerror=window.hurt=1><script>window.hurt=1</script>${7*7}\u202e\u2067 \u05d0";

  private static final String LONG = MARKUP + "x".repeat(200 - MARKUP.length());
  private static final String TAG = "\"'><img src=x onerror=window.hurt=1>";
  private static final int LONGEST_ADDRESS = 383;

  private final Northwind northwind = Northwind.instance();

  private record Hostile(Spender agent, String intent) {}

  /** Made once: an agent of the longest address there is, with work of such names. */
  private static final class Holder {
    static final Hostile HOSTILE = make(Northwind.instance().purser().client());
  }

  private static Hostile make(PurserClient client) {
    String org = "agent://" + "o".repeat(150) + UUID.randomUUID() + "/workspace/";
    Spender agent = Spender.at(org + "n".repeat(LONGEST_ADDRESS - org.length()), client);
    ObjectNode intent =
        PurserClient.object()
            .put("intent_type", "northwind.test.v1")
            .put("correlation_id", UUID.randomUUID().toString())
            .put("to_agent", agent.address())
            .put("task", LONG);
    intent.putObject("payload");
    intent.putObject("tags").put("team", LONG).put(TAG, MARKUP);
    String id = client.post("/v1/intents", intent).path("intent_id").asText();
    agent.report(
        PurserClient.object()
            .put("intent_id", id)
            .put("model", LONG)
            .put("tokens_in", 10)
            .put("tokens_out", 0));
    agent.spend(50, id);
    return new Hostile(agent, id);
  }

  static List<String> pages() {
    return List.of(
        "agents", "agent", "intent", "alerts", "policies", "policy", "settings", "tasks", "tags");
  }

  private static String path(String page) {
    Hostile hostile = Holder.HOSTILE;
    Spender agent = hostile.agent();
    return switch (page) {
      case "agents" -> "/?q=ooo";
      case "agent" -> agent.path();
      case "intent" -> "/intents/" + hostile.intent();
      case "alerts" -> "/alerts" + PurserClient.query(Map.of("agent", agent.address()));
      case "policies" -> "/policies";
      case "policy" -> "/policy" + PurserClient.query(Map.of("owner", agent.address()));
      case "settings" -> "/settings" + PurserClient.query(Map.of("model", LONG));
      case "tasks" -> explore(agent, "task", "model");
      case "tags" -> explore(agent, "tag:" + TAG, "tag:team");
      default -> throw new IllegalArgumentException(page);
    };
  }

  private static String explore(Spender agent, String by, String then) {
    return "/explore"
        + PurserClient.query(Map.of("by", by, "then", then, "agent", agent.address()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void breakNoPage(String page) {
    Visitor visitor = BROWSING.known(northwind.purser(), Look.LIGHT_NARROW);
    assertThat(visitor.open(path(page)).status()).isEqualTo(200);
    Page opened = visitor.page();
    assertThat(opened.evaluate("document.documentElement.scrollWidth"))
        .isEqualTo(Look.LIGHT_NARROW.width());
    assertThat(opened.evaluate("typeof window.hurt")).isEqualTo("undefined");
    assertThat(opened.locator("img[src=x]").count()).isZero();
    if (!page.startsWith("polic") && !page.equals("agents")) {
      assertThat(opened.content()).contains("window.hurt=1");
    }
    assertThat(Axe.violations(opened)).isEmpty();
  }
}
