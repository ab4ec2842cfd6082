package dev.purser.workflows.intent;

import dev.purser.workflows.agent.AgentNews;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot from the ledger, read in one transaction. Each half is taken only if its version is
 * higher than the one known.
 */
public record IntentNews(@Nullable IntentHalf intent, @Nullable AgentNews agent) {}
