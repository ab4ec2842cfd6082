package dev.purser.workflows.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat carries, for the case that its worker is never heard of again.
 *
 * @param checkpoint the last one, as JSON, where the ledger may not have it
 */
public record Beat(@Nullable String checkpoint, long checkpointSeq) {}
