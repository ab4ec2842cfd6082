package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about an intent: whose it is and which accounts it counts in.
 *
 * @param rootAgent whose intent the root is: its rules of period {@code tree} govern this one
 * @param taskAccount 0 where it has no task
 */
record IntentRef(
    UUID id,
    AgentAddress agent,
    @Nullable String task,
    UUID root,
    AgentAddress rootAgent,
    long account,
    long taskAccount,
    long treeAccount) {}
