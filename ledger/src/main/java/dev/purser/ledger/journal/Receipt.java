package dev.purser.ledger.journal;

/**
 * The ledger has a journal entry.
 *
 * @param taken false: it had been taken before, and nothing was changed
 * @param superseded whether a newer run has taken over; nothing was changed
 * @param version of the half the entry belongs to as of now: of the intent with its task and tree,
 *     or of the agent with the scopes above it
 */
public record Receipt(boolean taken, boolean superseded, long version) {}
