package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;

/** What never changes about an agent: its number, and that of its account. */
record AgentRef(AgentAddress address, long id, long account) {}
