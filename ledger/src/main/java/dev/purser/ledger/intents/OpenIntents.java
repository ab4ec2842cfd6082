package dev.purser.ledger.intents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Order;
import dev.purser.domain.policy.Directive;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/**
 * How far an agent's stop has come among its intents.
 *
 * @param open how many have not ended
 * @param stopping how many of them must stop, by what holds the agent, and have yet to journal that
 *     they did
 */
public record OpenIntents(long open, long stopping) {
  static OpenIntents of(Handle handle, AgentAddress agent, Collection<Demand> demands) {
    return handle
        .createQuery(
            """
            select count(*) as open, count(*) filter (where :kill or :park and status <> 'WAITING'
                and (:at_once or status not in ('DELIVERED', 'ACKNOWLEDGED', 'IN_PROGRESS')))
              as stopping
            from intent where agent_id = (select id from agent where address = :agent) and
            """
                + Intents.OPEN)
        .bind("kill", Order.of(demands).directive() == Directive.KILL)
        .bind("park", Order.of(demands).directive() == Directive.PARK)
        .bind("at_once", Order.of(demands, true).directive() != Directive.CONTINUE)
        .bind("agent", agent.value())
        .map((row, context) -> new OpenIntents(row.getLong("open"), row.getLong("stopping")))
        .one();
  }
}
