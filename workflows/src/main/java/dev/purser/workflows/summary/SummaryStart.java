package dev.purser.workflows.summary;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the summary's workflow is started with.
 *
 * @param told the last day on which summaries were begun under these settings; starters leave it
 *     null
 * @param inHand summaries that an earlier run was sending; starters leave it empty
 */
public record SummaryStart(
    SummarySettings settings, @Nullable LocalDate told, List<Summary> inHand) {
  public SummaryStart {
    settings = settings == null ? SummarySettings.NONE : settings;
    inHand = inHand == null ? List.of() : List.copyOf(inHand);
  }

  /** A first run. */
  public static SummaryStart of(SummarySettings settings) {
    return new SummaryStart(settings, null, List.of());
  }
}
