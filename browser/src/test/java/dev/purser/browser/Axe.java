package dev.purser.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Deque's axe: what keeps people from using a page, as far as a program can tell. */
final class Axe {
  private static final String FILE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final Set<String> GRAVE = Set.of("serious", "critical");
  private static final String SCRIPT = script();

  private Axe() {}

  private static String script() {
    try (InputStream file =
        Objects.requireNonNull(Axe.class.getResourceAsStream(FILE), FILE + " is not there")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The violations of a page that are serious or critical, each with where it is. */
  static List<String> violations(Page page) {
    // Evaluated from outside, where the page's policy does not reach: it is tested as it is.
    page.evaluate(SCRIPT + "\n;undefined");
    Object found =
        page.evaluate(
            "async () => (await axe.run(document)).violations.map(one => ({impact: one.impact,"
                + " text: `${one.id}: ${one.help}: ${one.nodes.map(node => node.html + ' ' +"
                + " node.failureSummary).join(' | ')}`}))");
    return ((List<?>) found)
        .stream()
            .map(one -> (Map<?, ?>) one)
            .filter(one -> GRAVE.contains(one.get("impact")))
            .map(one -> String.valueOf(one.get("text")))
            .toList();
  }
}
