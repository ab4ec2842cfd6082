package dev.purser.workflows;

import dev.purser.domain.agent.AgentAddress;
import java.util.UUID;

/** The ids of workflows. */
public final class WorkflowIds {
  /** The daily summary's, of which there is one. */
  public static final String SUMMARY = "summary";

  private static final String INTENT = "intent/";
  private static final String AGENT = "agent/";

  private WorkflowIds() {}

  /** {@code intent/<uuid>}; started with REJECT_DUPLICATE. */
  public static String intent(UUID intent) {
    return intent(intent.toString());
  }

  /** The same, for an id as it stands in a message. */
  public static String intent(String intentId) {
    return INTENT + intentId;
  }

  /** {@code agent/<address>}; started with USE_EXISTING. */
  public static String agent(AgentAddress agent) {
    return agent(agent.value());
  }

  /** The same, for an address as it stands in a message. */
  public static String agent(String address) {
    return AGENT + address;
  }
}
