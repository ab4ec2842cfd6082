package dev.purser.activities.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many alerts in words.
 *
 * @param headline how many there are of what
 * @param alerts the first of them
 * @param more how many are left out
 */
public record DigestView(String headline, List<AlertView> alerts, int more, String view) {

  static DigestView of(DigestMessage digest, int most) {
    int shown = Math.min(most, digest.alerts().size());
    return new DigestView(
        headline(digest),
        digest.alerts().subList(0, shown).stream().map(AlertView::of).toList(),
        digest.alerts().size() - shown,
        digest.view().toString());
  }

  private static String headline(DigestMessage digest) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    List.of("killed", "paused", "blocked").forEach(first -> counts.put(first, 0));
    digest.alerts().forEach(alert -> counts.merge(alert.actionTaken(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (action, count) -> {
          if (count > 0) {
            parts.add(count + " " + OneLine.of(action, 20));
          }
        });
    int all = digest.alerts().size();
    return all + (all == 1 ? " alert: " : " alerts: ") + String.join(", ", parts);
  }
}
