package dev.purser.api.alerts;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The fields of requests about alerts, for the document. */
final class AlertRequests {
  private AlertRequests() {}

  /** Someone's note. */
  record Acknowledge(
      @Schema(description = "What is to be said about it", maxLength = 1000)
          @Nullable String comment,
      @Schema(description = "Whether all alerts of its incident are acknowledged with it")
          @Nullable Boolean all) {}
}
