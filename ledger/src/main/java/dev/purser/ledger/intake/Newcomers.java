package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.AccountKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Agents, and accounts of agents and tasks, that a batch is the first to name. They are created in
 * a transaction of their own, so that the one that counts only ever locks rows that are there;
 * others may create the same at the same moment.
 */
final class Newcomers {
  private static final String AGENTS =
      """
      with created as (
        insert into agent (address) select * from unnest(?) as address order by 1
        on conflict (address) do nothing returning address)
      insert into mesh_event (address, event_type, actor)
      select address, 'agent.created', address from created
      """;

  private static final String AGENT_ACCOUNTS =
      """
      insert into account (kind, name, agent_id)
      select 'agent', address, id from agent where address = any(?) order by address
      on conflict (kind, name) do nothing
      """;

  private static final String TASK_ACCOUNTS =
      """
      insert into account (kind, name, agent_id)
      select 'task', t.name, g.id
      from unnest(?, ?) as t (name, address) join agent g on g.address = t.address order by t.name
      on conflict (kind, name) do nothing
      """;

  private Newcomers() {}

  /** Creates those that are missing and commits; without any, does nothing. */
  static void create(
      Connection connection,
      Directory directory,
      SortedSet<AgentAddress> agents,
      Map<AccountKey, AgentAddress> tasks)
      throws SQLException {
    Bulk newAgents = new Bulk("text");
    agents.stream().filter(address -> directory.agent(address) == null).forEach(newAgents::add);
    Bulk newTasks = new Bulk("text", "text");
    Map<String, AgentAddress> byName = new TreeMap<>();
    tasks.forEach((key, address) -> byName.put(key.name(), address));
    tasks.keySet().stream()
        .filter(key -> directory.task(key) != null)
        .forEach(key -> byName.remove(key.name()));
    byName.forEach(newTasks::add);
    if (newAgents.isEmpty() && newTasks.isEmpty()) {
      return;
    }
    new Script()
        .add(AGENTS, newAgents)
        .add(AGENT_ACCOUNTS, newAgents)
        .add(TASK_ACCOUNTS, newTasks)
        .execute(connection);
    connection.commit();
    directory.learnAgents(connection, agents);
    directory.learnTasks(connection, tasks.keySet());
  }
}
