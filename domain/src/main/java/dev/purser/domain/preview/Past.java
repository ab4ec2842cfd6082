package dev.purser.domain.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened in a quarter of an hour. */
public sealed interface Past {
  /** The start of the quarter of an hour. */
  Instant quarter();

  /** Whose it was; null where only the sum of a scope is looked at. */
  @Nullable AgentAddress agent();

  /** Which intent it was about; null where it was none, or no rule looks at intents. */
  @Nullable UUID intent();

  /** The root of the intent's tree; null where no rule looks at trees. */
  @Nullable UUID root();

  /** What the work was named; null where it was not, or no rule looks at tasks. */
  @Nullable String task();

  /** Whether the intent was opened by a report: nobody asked whether it may be. */
  boolean tracked();

  /** Money was spent. */
  record Spent(
      Instant quarter,
      @Nullable AgentAddress agent,
      @Nullable UUID intent,
      @Nullable UUID root,
      @Nullable String task,
      boolean tracked,
      Usd amount)
      implements Past {}

  /** An intent was created. */
  record Created(
      Instant quarter,
      @Nullable AgentAddress agent,
      UUID intent,
      @Nullable UUID root,
      @Nullable String task,
      boolean tracked)
      implements Past {}
}
