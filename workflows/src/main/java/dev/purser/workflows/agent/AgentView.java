package dev.purser.workflows.agent;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.workflows.HoldLine;
import java.util.List;

/**
 * Where an agent stands, as its workflow knows it.
 *
 * @param version the newest known
 * @param told the newest version that all of its open intents have heard of
 * @param unjournaled journal entries the ledger does not have yet
 * @param untold alerts that are being sent
 */
public record AgentView(
    AgentStatus status,
    List<HoldLine> holds,
    long version,
    long told,
    int unjournaled,
    int untold) {
  public AgentView {
    holds = holds == null ? List.of() : List.copyOf(holds);
  }
}
