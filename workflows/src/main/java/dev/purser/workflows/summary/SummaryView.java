package dev.purser.workflows.summary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the summary stands, as its workflow knows it.
 *
 * @param next when the next one is due; null: not known yet
 * @param inHand those that are being sent
 */
public record SummaryView(SummarySettings settings, @Nullable Instant next, List<Summary> inHand) {
  public SummaryView {
    inHand = inHand == null ? List.of() : List.copyOf(inHand);
  }
}
