package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.ledger.agents.Burn;
import org.jspecify.annotations.Nullable;

/**
 * One agent's row in the table.
 *
 * @param limit of the agent's day, or else of the next longer period that has a rule; null: NO
 *     LIMIT
 * @param limitPeriod the period of that rule
 * @param limitSpent what counts against it now: posted in its window, whatever day it is dated
 * @param intentsToday intents created on the day
 * @param status as of now
 * @param burn as of now
 */
public record AgentRow(
    AgentAddress address,
    Usd today,
    Usd week,
    Usd month,
    @Nullable Usd limit,
    @Nullable Period limitPeriod,
    Usd limitSpent,
    long intentsToday,
    AgentStatus status,
    Burn burn) {}
