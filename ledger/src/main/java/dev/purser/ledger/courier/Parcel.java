package dev.purser.ledger.courier;

/**
 * One workflow that has something to hear.
 *
 * @param kind whose workflow it is
 * @param subject the intent's id, or the agent's address
 * @param lane who waits for it
 * @param news how many pieces of news there had been when it was claimed
 * @param attempts how often it was claimed since it was last carried, this time included
 */
public record Parcel(
    String workflowId, Kind kind, String subject, Lane lane, long news, int attempts) {
  /** Kinds of workflow. */
  public enum Kind {
    INTENT,
    AGENT
  }
}
