package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.ledger.agents.Burn;
import dev.purser.ledger.agents.Spent;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One agent's row in the table: sums are of what was taken in a window, as limits are.
 *
 * @param zone whose calendar day, week and month follow: its policy's
 * @param limit of the agent's day, or else of the next longer period that has a rule which stops
 *     it; null: it has none of money
 * @param limitPeriod the period of that rule
 * @param limitSpent what counts against it
 * @param rule that rule in words, or else the tightest of any kind, scope and mode; null: NO LIMIT
 * @param intentsToday intents created on the day
 * @param status as of now
 * @param burn as of now
 */
public record AgentRow(
    AgentAddress address,
    ZoneId zone,
    Spent today,
    Spent week,
    Spent month,
    @Nullable Usd limit,
    @Nullable Period limitPeriod,
    Usd limitSpent,
    @Nullable String rule,
    long intentsToday,
    AgentStatus status,
    Burn burn) {}
