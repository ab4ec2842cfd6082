package dev.purser.ledger.authorizations;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Store;
import java.util.Optional;
import java.util.UUID;

/** Authorizations, to look at; Intake alone changes them. */
public final class Authorizations {
  private final Store store;

  public Authorizations(Store store) {
    this.store = store;
  }

  /** The agent that asked for it. */
  public Optional<AgentAddress> owner(UUID id) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select a.address from spending_authorization s join agent a on a.id = s.agent_id
                    where s.id = :id
                    """)
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(AgentAddress::new));
  }
}
