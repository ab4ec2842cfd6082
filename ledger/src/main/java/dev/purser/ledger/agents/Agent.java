package dev.purser.ledger.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.Order;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent, with what it spent in the current windows of its policy's calendar.
 *
 * @param id what answers call {@code address_id}
 * @param parkedBy the hold behind a status other than ACTIVE
 * @param zone whose calendar the sums follow
 */
public record Agent(
    long id,
    AgentAddress address,
    AgentStatus status,
    @Nullable Hold parkedBy,
    Health health,
    @Nullable Instant lastHeartbeatAt,
    Instant createdAt,
    JsonNode metadata,
    ZoneId zone,
    Spent today,
    Spent week,
    Spent month) {

  /** The same where it stands by what holds it. */
  Agent held(List<Demand> holds) {
    Order order = Order.of(holds);
    return new Agent(
        id,
        address,
        order.directive().upon(AgentStatus.ACTIVE),
        order.parkedBy(),
        health,
        lastHeartbeatAt,
        createdAt,
        metadata,
        zone,
        today,
        week,
        month);
  }

  Agent spent(ZoneId calendar, Spent day, Spent sinceMonday, Spent sinceFirst) {
    return new Agent(
        id,
        address,
        status,
        parkedBy,
        health,
        lastHeartbeatAt,
        createdAt,
        metadata,
        calendar,
        day,
        sinceMonday,
        sinceFirst);
  }
}
