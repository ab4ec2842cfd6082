package dev.purser.api.auth;

import dev.purser.api.http.Fields;
import dev.purser.api.http.ProblemException;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out whose spend a request is about: by its words, its intent, or the key. */
public final class Subjects {
  /** The longest task string. */
  public static final int MAX_TASK = 200;

  private static final int MAX_KEPT = 100_000;

  private final Function<UUID, @Nullable AgentAddress> ledger;
  private final Map<UUID, AgentAddress> kept = new ConcurrentHashMap<>();

  /**
   * @param ledger whose intent this is; null: there is no such intent
   */
  public Subjects(Function<UUID, @Nullable AgentAddress> ledger) {
    this.ledger = ledger;
  }

  /** The agent, once all that is said about it agrees and the key may act for it. */
  public AgentAddress agent(Fields request, @Nullable UUID intent, Caller caller) {
    AgentAddress named = request.agent("agent");
    AgentAddress agent = named;
    if (intent != null) {
      AgentAddress owner = ofIntent(intent);
      if (named != null && !named.equals(owner)) {
        caller.requireMayActFor(named);
        throw request.wrong("agent", "is not the agent of this intent");
      }
      agent = owner;
    }
    if (agent == null) {
      agent = caller.agent();
    }
    if (agent == null) {
      throw new InvalidFieldException(request.path("agent"), "is required: nothing else names it");
    }
    caller.requireMayActFor(agent);
    return agent;
  }

  /** Whose intent it is; 404 where there is none. An intent never changes its agent. */
  public AgentAddress ofIntent(UUID intent) {
    AgentAddress known = kept.get(intent);
    if (known != null) {
      return known;
    }
    AgentAddress found = ledger.apply(intent);
    if (found == null) {
      throw ProblemException.notFound("intent_not_found", "there is no intent " + intent);
    }
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    kept.put(intent, found);
    return found;
  }
}
