package dev.purser.workflows.agent;

import org.jspecify.annotations.Nullable;

/**
 * What an agent's workflow is started with.
 *
 * @param run the run number from the ledger: raised each time the agent is started or adopted
 * @param attributes whether the search attributes are registered
 * @param news the ledger's snapshot; a hold with id 0 in it is the person's, taken over from an
 *     earlier life
 * @param carried what an earlier run of this workflow handed on; starters leave it null
 */
public record AgentStart(
    String address,
    long run,
    boolean attributes,
    @Nullable AgentNews news,
    @Nullable AgentCarried carried) {}
