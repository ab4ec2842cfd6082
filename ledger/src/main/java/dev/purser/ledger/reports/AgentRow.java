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
 * @param limit of the agent's day, or else of the next longer period that has a rule which stops
 *     it; null: it has none of money
 * @param limitPeriod the period of that rule
 * @param limitSpent what counts against it now: posted in its window, whatever day it is dated
 * @param rule that rule in words, or else the tightest of any kind, scope and mode; null: NO LIMIT
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
    @Nullable String rule,
    long intentsToday,
    AgentStatus status,
    Burn burn) {}
