package dev.purser.workflows;

import dev.purser.domain.agent.AgentAddress;

/** The names of Temporal task queues. */
public final class TaskQueues {
  /** All workflows, and the activities that touch the ledger. */
  public static final String PURSER = "purser";

  /** Where messages are sent: slow receivers take no place from what touches the ledger. */
  public static final String MESSAGES = "purser-messages";

  private TaskQueues() {}

  /** Where the workers of one agent look for its intents: {@code agent:agent://org/name}. */
  public static String agent(AgentAddress agent) {
    return agent(agent.value());
  }

  /** The same, for an address as it stands in a message. */
  public static String agent(String address) {
    return "agent:" + address;
  }
}
