package dev.purser.workflows.journal;

/**
 * The ledger's answer to journal entries.
 *
 * @param superseded whether a newer run has taken over: the caller must end
 * @param version the version after the last entry: of the agent with its scopes; 0 for an intent
 */
public record Journaled(boolean superseded, long version) {}
