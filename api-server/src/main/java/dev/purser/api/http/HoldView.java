package dev.purser.api.http;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code parked_by} as answers tell it.
 *
 * @param scope whose limit or pause it is: intent, task, tree, agent, or a scope's prefix
 */
public record HoldView(
    String scope,
    @Nullable String rule,
    @Nullable Long policyVersion,
    @Nullable String actor,
    String reason,
    @Nullable String reportId,
    Instant at) {

  /** The view of a hold; null of none. */
  public static @Nullable HoldView of(@Nullable Hold hold) {
    return hold == null
        ? null
        : new HoldView(
            scope(hold),
            hold.rule(),
            hold.policyVersion() == 0 ? null : hold.policyVersion(),
            hold.actor(),
            hold.reason(),
            hold.reportId(),
            hold.at());
  }

  private static String scope(Hold hold) {
    if (hold.kind() == HoldKind.SCOPE) {
      return hold.holder();
    }
    return switch (hold.kind()) {
      case PERSON -> HoldKind.INTENT.wire();
      case UNKNOWN -> HoldKind.AGENT.wire();
      default -> hold.kind().wire();
    };
  }
}
