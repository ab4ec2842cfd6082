package dev.purser.ledger.intents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which intents a list shows; a part that is null, or empty, leaves none out.
 *
 * @param statuses any of these
 * @param tagKey together with {@code tagValue}
 */
public record IntentFilter(
    @Nullable AgentAddress agent,
    List<IntentStatus> statuses,
    @Nullable String intentType,
    @Nullable String task,
    @Nullable String tagKey,
    @Nullable String tagValue) {
  /** All intents. */
  public static final IntentFilter ALL = new IntentFilter(null, List.of(), null, null, null, null);

  /** All of this agent's. */
  public static IntentFilter of(AgentAddress agent) {
    return new IntentFilter(agent, List.of(), null, null, null, null);
  }

  /** Those of these in one of the states. */
  public IntentFilter in(IntentStatus... statuses) {
    return new IntentFilter(agent, List.of(statuses), intentType, task, tagKey, tagValue);
  }
}
