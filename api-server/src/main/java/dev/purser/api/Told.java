package dev.purser.api;

import dev.purser.workflows.Ack;

/**
 * What came of a person's word.
 *
 * @param status where the agent or the intent stands from now on
 * @param journaled whether the ledger has it; false while PostgreSQL is away: it follows
 * @param following whether the workflow has heard of it
 */
public record Told(String status, boolean journaled, boolean following) {
  /** What a workflow has taken itself. */
  public static Told of(Ack ack) {
    return new Told(ack.status(), ack.journaled(), true);
  }
}
