package dev.purser.workflows.journal;

import dev.purser.domain.intent.EventType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of an intent's event list.
 *
 * @param waitingReason {@code WAITING_FOR_HUMAN}, {@code WAITING_FOR_TIME} …; null: it does not
 *     wait
 * @param details text only: {@code rule}, {@code report_id}, {@code reason}, {@code delivery} …
 */
public record EventLine(
    EventType type, @Nullable String waitingReason, Map<String, String> details) {
  public EventLine {
    details = details == null ? Map.of() : Map.copyOf(details);
  }
}
