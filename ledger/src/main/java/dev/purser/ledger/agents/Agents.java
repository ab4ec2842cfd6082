package dev.purser.ledger.agents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.accounts.Holds;
import dev.purser.ledger.events.MeshEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Agents: who there is, where they stand, when they were last heard of. */
public final class Agents {
  private static final int NEWEST_EVENTS = 20;

  private final Store store;
  private final LedgerSettings settings;

  public Agents(Store store, LedgerSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Agents by their health; every kind of health is there. */
  public record Summary(long total, Map<Health, Long> byHealth) {}

  /** Has the agent come into being, if it is not there. */
  public void ensure(AgentAddress agent, String actor) {
    store.write(handle -> Accounts.ensure(handle, AccountKey.agent(agent), actor));
  }

  /** The address that answers give as {@code address_id}. */
  public Optional<AgentAddress> byId(long id) {
    return store.read(
        handle ->
            handle
                .createQuery("select address from agent where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(AgentAddress::new));
  }

  /** The agent is there: a sign of life of its own. */
  public AgentDetail heartbeat(AgentAddress agent) {
    store.write(
        handle -> {
          Accounts.ensure(handle, AccountKey.agent(agent), agent.value());
          handle
              .createUpdate("update agent set last_heartbeat_at = now() where address = :address")
              .bind("address", agent.value())
              .execute();
          return AgentRows.noteHealth(handle, List.of(agent.value()));
        });
    return require(agent);
  }

  /** Everything about one agent. */
  public Optional<AgentDetail> get(AgentAddress address) {
    return store.readAtOnce(
        handle ->
            detail(handle, settings, address)
                .map(found -> found.with(Budgets.spent(handle, found.budgets()))));
  }

  /**
   * Everything about one agent.
   *
   * @throws Refused NOT_FOUND
   */
  public AgentDetail require(AgentAddress address) {
    return get(address)
        .orElseThrow(() -> Refused.notFound("agent", "there is no agent " + address));
  }

  /** How fast an agent spends, and when at that rate it reaches a limit. */
  public Burn burn(AgentAddress agent) {
    return store.readAtOnce(
        handle -> Burn.of(handle, agent, Budgets.policies(handle, agent), Store.now(handle)));
  }

  /** Everything about one agent, as this transaction sees it. */
  public static Optional<AgentDetail> detail(
      Handle handle, LedgerSettings settings, AgentAddress address) {
    return AgentRows.find(handle, address)
        .map(
            agent -> {
              Instant now = Store.now(handle);
              List<Policy> policies = Budgets.policies(handle, address);
              List<AccountKey> accounts = Accounts.withScopes(address);
              return new AgentDetail(
                  AgentRows.withSums(handle, settings, List.of(agent), now).get(0),
                  Accounts.version(handle, accounts),
                  policies,
                  Budgets.ofAgent(handle, policies, settings, address, now),
                  Map.of(),
                  Holds.standing(handle, accounts),
                  AgentRows.grants(handle, AccountKey.agent(address)),
                  MeshEvents.list(handle, address.value(), null, NEWEST_EVENTS, null).items());
            });
  }

  /** All that holds an agent. */
  public static List<Demand> demands(Handle handle, AgentAddress address) {
    return Holds.standing(handle, Accounts.withScopes(address));
  }

  /**
   * Agents by address, with their sums.
   *
   * @param health null: all
   */
  public Page<Agent> list(@Nullable Health health, int limit, @Nullable String cursor) {
    String after = cursor == null ? "" : Cursor.read(cursor, 1).get(0);
    Page<Agent> page =
        store.readAtOnce(
            handle -> {
              Page<Agent> found =
                  Page.of(
                      AgentRows.list(handle, health, after, limit + 1),
                      limit,
                      last -> Cursor.of(last.address()));
              return new Page<>(
                  asHeld(
                      handle,
                      AgentRows.withSums(handle, settings, found.items(), Store.now(handle))),
                  found.next());
            });
    List<String> seen = new ArrayList<>();
    page.items().forEach(agent -> seen.add(agent.address().value()));
    store.write(handle -> AgentRows.noteHealth(handle, seen));
    return page;
  }

  /** With the statuses that their workflows are about to give them, for what holds them already. */
  private static List<Agent> asHeld(Handle handle, List<Agent> agents) {
    Map<AgentAddress, List<Demand>> demands =
        Holds.demands(handle, agents.stream().map(Agent::address).toList());
    return agents.stream()
        .map(agent -> agent.held(demands.getOrDefault(agent.address(), List.of())))
        .toList();
  }

  /** How many agents there are, by health. */
  public Summary summary() {
    Map<Health, Long> counts = new EnumMap<>(Health.class);
    for (Health health : Health.values()) {
      counts.put(health, 0L);
    }
    counts.putAll(store.read(AgentRows::countByHealth));
    return new Summary(counts.values().stream().mapToLong(Long::longValue).sum(), counts);
  }

  /** Agents below a scope by address, after one; begin with the empty string. */
  public List<AgentAddress> below(Scope scope, String after, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select address from agent
                    where starts_with(address, :prefix) and address > :after
                    order by address limit :limit
                    """)
                .bind("prefix", scope.prefix())
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .map(AgentAddress::new)
                .list());
  }

  /** Grants in force on the agent's own windows. */
  public List<Grant> grants(AgentAddress agent) {
    return store.read(handle -> AgentRows.grants(handle, AccountKey.agent(agent)));
  }

  /** Grants in force on the intent, not those of its task or tree. */
  public List<Grant> grants(UUID intent) {
    return store.read(handle -> AgentRows.grants(handle, AccountKey.intent(intent)));
  }
}
