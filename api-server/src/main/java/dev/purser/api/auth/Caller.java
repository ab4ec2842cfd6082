package dev.purser.api.auth;

import dev.purser.api.http.ProblemException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.keys.ApiKey;
import dev.purser.ledger.keys.ApiKey.Role;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param id of the key
 * @param name of the key: what journals and events name as the actor
 * @param agent whose key it is; null unless the role is AGENT
 */
public record Caller(String id, String name, Role role, @Nullable AgentAddress agent)
    implements Principal {

  /** Whoever has this key. */
  public static Caller of(ApiKey key) {
    return new Caller(key.id().toString(), key.name(), key.role(), key.agent());
  }

  @Override
  public String getName() {
    return name;
  }

  /** Whether the key may do more than one agent's own work. */
  public boolean isAgent() {
    return role == Role.AGENT;
  }

  /** Refuses an agent's key for another agent. */
  public void requireMayActFor(AgentAddress other) {
    if (isAgent() && !other.equals(agent)) {
      throw ProblemException.forbidden("this key is for " + agent + ", not for " + other);
    }
  }

  /** Refuses an agent's key for an agent of another organisation. */
  public void requireMaySendTo(AgentAddress receiver) {
    if (isAgent() && agent != null && !agent.isOfOrganisationOf(receiver)) {
      throw ProblemException.forbidden(
          agent + " sends within its organisation only, not to " + receiver);
    }
  }

  /** Refuses an agent's key: {@code what} takes an operator's. */
  public void requireOperator(String what) {
    if (isAgent()) {
      throw ProblemException.forbidden(what + " takes the key of an operator or admin");
    }
  }
}
