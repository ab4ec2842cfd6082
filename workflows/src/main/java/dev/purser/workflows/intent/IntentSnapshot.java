package dev.purser.workflows.intent;

import org.jspecify.annotations.Nullable;

/**
 * Where an intent stands in the ledger.
 *
 * @param checkpoint the last one saved, as JSON; null: none
 */
public record IntentSnapshot(IntentNews news, @Nullable String checkpoint, long checkpointSeq) {}
