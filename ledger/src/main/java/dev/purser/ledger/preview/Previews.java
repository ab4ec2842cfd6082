package dev.purser.ledger.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.preview.Preview;
import dev.purser.domain.preview.Rehearsal;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.policies.Owner;
import dev.purser.ledger.policies.Policies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What a policy would have done on past spend; {@link Rehearsal} says by which assumptions. Nothing
 * is written, and entries are not read: rollups are.
 */
public final class Previews {
  static final int AGENTS_AT_ONCE = 500;

  private final Store store;

  public Previews(Store store) {
    this.store = store;
  }

  /**
   * Runs a policy over what was spent from one time to another.
   *
   * <p>One of a scope that applies to each is run over those agents that it would govern as things
   * are now: that have no policy of their own, nor one of a narrower scope.
   *
   * @param policy of this owner
   * @throws Refused NOT_FOUND if there is no such agent
   */
  public Preview run(Owner owner, Policy policy, Instant from, Instant to) {
    return store.readAtOnce(
        handle -> {
          Rehearsal rehearsal = new Rehearsal(policy);
          PastReader reader = new PastReader(handle, policy, from, to);
          if (!owner.isScope()) {
            reader.read(agent(handle, owner), rehearsal::take);
          } else if (policy.applies() == Applies.TOTAL) {
            reader.readTotal(new Scope(owner.value()), rehearsal::take);
          } else {
            readEach(handle, new Scope(owner.value()), reader, rehearsal);
          }
          return rehearsal.preview();
        });
  }

  private static Map<Long, AgentAddress> agent(Handle handle, Owner owner) {
    AgentAddress address = new AgentAddress(owner.value());
    return handle
        .createQuery("select id from agent where address = :address")
        .bind("address", address.value())
        .mapTo(Long.class)
        .findOne()
        .map(id -> Map.of(id, address))
        .orElseThrow(() -> Refused.notFound("agent", "there is no agent " + address));
  }

  private static void readEach(Handle handle, Scope scope, PastReader reader, Rehearsal rehearsal) {
    String after = "";
    Map<Long, AgentAddress> page = below(handle, scope, after);
    while (!page.isEmpty()) {
      for (AgentAddress address : page.values()) {
        after = address.value();
      }
      Map<Long, AgentAddress> governed = governed(handle, scope, page);
      if (!governed.isEmpty()) {
        reader.read(governed, rehearsal::take);
      }
      page = below(handle, scope, after);
    }
  }

  static Map<Long, AgentAddress> below(Handle handle, Scope scope, String after) {
    Map<Long, AgentAddress> agents = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select id, address from agent
            where starts_with(address, :prefix) and address > :after
            order by address limit :limit
            """)
        .bind("prefix", scope.prefix())
        .bind("after", after)
        .bind("limit", AGENTS_AT_ONCE)
        .map(
            (row, context) ->
                Map.entry(row.getLong("id"), new AgentAddress(row.getString("address"))))
        .forEach(agent -> agents.put(agent.getKey(), agent.getValue()));
    return agents;
  }

  /** Those of them that a policy of the scope which applies to each would govern. */
  static Map<Long, AgentAddress> governed(
      Handle handle, Scope scope, Map<Long, AgentAddress> agents) {
    Set<String> owners = new LinkedHashSet<>();
    agents.values().forEach(agent -> owners.addAll(nearer(scope, agent)));
    Map<String, Policy> others = Policies.current(handle, List.copyOf(owners));
    Map<Long, AgentAddress> governed = new LinkedHashMap<>(agents);
    governed
        .values()
        .removeIf(
            agent ->
                nearer(scope, agent).stream()
                    .map(others::get)
                    .anyMatch(other -> other != null && other.applies() == Applies.EACH));
    return governed;
  }

  /** Whose policy would go before that of the scope. */
  private static List<String> nearer(Scope scope, AgentAddress agent) {
    List<String> owners = new ArrayList<>(List.of(agent.value()));
    for (Scope other : agent.scopes()) {
      if (other.compareTo(scope) > 0) {
        owners.add(other.value());
      }
    }
    return owners;
  }
}
