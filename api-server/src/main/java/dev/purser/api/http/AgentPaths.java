package dev.purser.api.http;

import dev.purser.domain.agent.AgentAddress;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads agents' addresses in paths: whole, without {@code agent://}, or their address_id. */
public final class AgentPaths {
  private static final String ID = "[0-9]{1,18}";

  private final LongFunction<@Nullable AgentAddress> byId;

  /**
   * @param byId the agent with this number; null: there is none
   */
  public AgentPaths(LongFunction<@Nullable AgentAddress> byId) {
    this.byId = byId;
  }

  /** The address, decoded already; 404 where it cannot be one: there is no such agent. */
  public AgentAddress address(String path) {
    if (path.matches(ID)) {
      AgentAddress found = byId.apply(Long.parseLong(path));
      if (found == null) {
        throw ProblemException.notFound("agent_not_found", "there is no agent " + path);
      }
      return found;
    }
    try {
      // A proxy may have made one slash of the two.
      return AgentAddress.parse(path.replaceFirst("^agent:/+", AgentAddress.PREFIX));
    } catch (IllegalArgumentException e) {
      ProblemException missing =
          new ProblemException(
              Problem.field(404, "agent_not_found", "agent", String.valueOf(e.getMessage())));
      missing.initCause(e);
      throw missing;
    }
  }
}
