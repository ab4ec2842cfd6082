package dev.purser.workflows.agent;

import java.time.Instant;

/**
 * Someone who is still to be told of an alert.
 *
 * @param id the notification's, in the ledger
 * @param alertedAt when the alert was raised
 */
public record Untold(long id, Instant alertedAt) {}
