package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;

/** How one agent has been spending lately. */
public record AgentTrend(AgentAddress address, Trend trend) {}
