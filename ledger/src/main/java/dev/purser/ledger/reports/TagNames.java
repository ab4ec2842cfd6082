package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads which tags intents have. */
final class TagNames {
  private static final int MOST = 50;

  /** Of all intents there may be millions: the latest tell what is in use. */
  private static final String OF_ALL =
      """
      select distinct k.name from (
        select tags from intent order by created_at desc, id desc limit 2000) i
      cross join jsonb_object_keys(i.tags) k (name) order by 1
      """;

  private static final String OF_ONE =
      """
      select distinct k.name from (
        select tags from intent where agent_id = (select id from agent where address = :agent)
        order by created_at desc, id desc limit 2000) i
      cross join jsonb_object_keys(i.tags) k (name) order by 1
      """;

  private TagNames() {}

  static List<String> read(Handle handle, @Nullable AgentAddress agent) {
    var statement =
        agent == null
            ? handle.createQuery(OF_ALL)
            : handle.createQuery(OF_ONE).bind("agent", agent.value());
    return statement.mapTo(String.class).list().stream()
        .filter(Dimension::isTagName)
        .limit(MOST)
        .toList();
  }
}
