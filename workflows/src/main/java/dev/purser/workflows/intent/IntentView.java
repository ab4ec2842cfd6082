package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.HoldLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an intent stands, as its workflow knows it. Amounts in nano-dollars.
 *
 * @param beneath where it stood before it began to wait
 * @param costNanos the ledger's total; never holds what the ledger has not counted
 * @param heldNanos told by signal and not yet handed to the ledger; tokens at the assumed price
 * @param intentVersion the newest intent half taken
 * @param agentVersion the newest agent half taken
 * @param delivery the number of the last delivery
 * @param lost how many deliveries were lost
 * @param unjournaled journal entries the ledger does not have yet
 */
public record IntentView(
    IntentStatus status,
    IntentStatus beneath,
    List<HoldLine> holds,
    long costNanos,
    @Nullable Long limitNanos,
    long heldNanos,
    long intentVersion,
    long agentVersion,
    int delivery,
    int lost,
    int unjournaled,
    @Nullable String reason,
    @Nullable String result) {
  public IntentView {
    holds = holds == null ? List.of() : List.copyOf(holds);
  }
}
