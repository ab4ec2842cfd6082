package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what never changes: numbers of agents and accounts, and where intents belong. Holds
 * only what is committed. Used by Intake's thread alone.
 */
final class Directory {
  private static final int MOST = 50_000;

  private static final String AGENTS =
      """
      select g.id, g.address, a.id as account
      from agent g join account a on a.kind = 'agent' and a.name = g.address
      where g.address = any(?)
      """;

  private static final String INTENTS =
      """
      select i.id, g.address, i.task, i.root_id, r.address as root_agent, own.id as own, task.id as of_task,
        tree.id as of_tree
      from intent i
      join agent g on g.id = i.agent_id
      join intent root on root.id = i.root_id
      join agent r on r.id = root.agent_id
      join account own on own.kind = 'intent' and own.name = cast(i.id as text)
      join account tree on tree.kind = 'tree' and tree.name = cast(i.root_id as text)
      left join account task on task.kind = 'task' and task.name = g.address || '#' || i.task
      where i.id = any(?)
      """;

  private static final String TASKS =
      "select name, id from account where kind = 'task' and name = any(?)";

  private final Map<AgentAddress, AgentRef> agents = new Recent<>(MOST);
  private final Map<UUID, IntentRef> intents = new Recent<>(MOST);
  private final Map<AccountKey, Long> tasks = new Recent<>(MOST);
  private final Map<AccountKey, UUID> tracked = new Recent<>(MOST);

  @Nullable AgentRef agent(AgentAddress address) {
    return agents.get(address);
  }

  @Nullable IntentRef intent(UUID id) {
    return intents.get(id);
  }

  @Nullable Long task(AccountKey key) {
    return tasks.get(key);
  }

  /** The intent last seen open for a task that is only metered; it may have ended since. */
  @Nullable UUID lastTracked(AccountKey task) {
    return tracked.get(task);
  }

  void rememberTracked(AccountKey task, UUID intent) {
    tracked.put(task, intent);
  }

  /** Once the transaction that created it is committed. */
  void remember(IntentRef intent) {
    intents.put(intent.id(), intent);
  }

  /** Looks up those not known yet; who does not exist stays unknown. */
  void learnAgents(Connection connection, Collection<AgentAddress> wanted) throws SQLException {
    TreeSet<AgentAddress> missing = new TreeSet<>(wanted);
    missing.removeIf(agents::containsKey);
    Bulk.of("text", missing)
        .query(
            connection,
            AGENTS,
            row -> {
              AgentAddress address = new AgentAddress(row.getString("address"));
              agents.put(address, new AgentRef(address, row.getLong("id"), row.getLong("account")));
            });
  }

  /** Looks up those not known yet; what does not exist stays unknown. */
  void learnIntents(Connection connection, Collection<UUID> wanted) throws SQLException {
    TreeSet<UUID> missing = new TreeSet<>(wanted);
    missing.removeIf(intents::containsKey);
    Bulk.of("uuid", missing).query(connection, INTENTS, row -> remember(intent(row)));
  }

  /** Looks up those accounts of tasks not known yet. */
  void learnTasks(Connection connection, Collection<AccountKey> wanted) throws SQLException {
    Bulk missing = new Bulk("text");
    wanted.stream().filter(key -> !tasks.containsKey(key)).forEach(key -> missing.add(key.name()));
    missing.query(
        connection,
        TASKS,
        row ->
            tasks.put(new AccountKey(AccountKind.TASK, row.getString("name")), row.getLong("id")));
  }

  private static IntentRef intent(ResultSet row) throws SQLException {
    return new IntentRef(
        row.getObject("id", UUID.class),
        new AgentAddress(row.getString("address")),
        row.getString("task"),
        row.getObject("root_id", UUID.class),
        new AgentAddress(row.getString("root_agent")),
        row.getLong("own"),
        row.getLong("of_task"),
        row.getLong("of_tree"));
  }

  /** Forgets what was not asked for longest. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
