package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads which tags and models there are to choose from. Of intents and costs there may be millions:
 * the latest tell what is in use.
 */
final class InUse {
  private static final int MOST = 50;

  private static final String TAGS =
      """
      select distinct k.name from (
        select tags from intent %s order by created_at desc, id desc limit 2000) i
      cross join jsonb_object_keys(i.tags) k (name) order by 1
      """;

  private static final String MODELS =
      """
      select distinct model from (
        select model from rollup where quarter >= :from and quarter < :to %s
        order by quarter desc limit 2000) r
      where model <> '' order by 1
      """;

  private static final String OF_ONE = "agent_id = (select id from agent where address = :agent)";

  private InUse() {}

  /** The names of tags that costs can be grouped by; of one agent, or of all. */
  static List<String> tags(Handle handle, @Nullable AgentAddress agent) {
    return names(handle.createQuery(TAGS.formatted(agent == null ? "" : "where " + OF_ONE)), agent)
        .stream()
        .filter(Dimension::isTagName)
        .limit(MOST)
        .toList();
  }

  /** Models of the query's agent and days, whichever it asks for. */
  static List<String> models(Handle handle, CostQuery query) {
    AgentAddress agent = query.agent();
    return names(
        handle
            .createQuery(MODELS.formatted(agent == null ? "" : "and " + OF_ONE))
            .bind("from", query.from().atOffset(ZoneOffset.UTC))
            .bind("to", query.to().atOffset(ZoneOffset.UTC)),
        agent);
  }

  private static List<String> names(Query statement, @Nullable AgentAddress agent) {
    if (agent != null) {
      statement.bind("agent", agent.value());
    }
    return statement.mapTo(String.class).list();
  }
}
