package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An end, told by whoever worked on it.
 *
 * @param status COMPLETED, FAILED or CANCELED
 * @param result JSON; where completed
 * @param reason the error, or why it was canceled
 */
public record Resolution(
    @Nullable IntentStatus status, @Nullable String result, @Nullable String reason, String actor) {
  public Resolution {
    actor = Objects.requireNonNullElse(actor, "");
  }
}
