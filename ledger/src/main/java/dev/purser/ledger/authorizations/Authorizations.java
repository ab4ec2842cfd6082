package dev.purser.ledger.authorizations;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Store;
import java.util.List;
import java.util.UUID;

/** Authorizations, to look at; Intake alone changes them. */
public final class Authorizations {
  private final Store store;

  public Authorizations(Store store) {
    this.store = store;
  }

  /** The agents that have one under this id, in the order of their names. */
  public List<AgentAddress> owners(UUID id) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select a.address from spending_authorization s join agent a on a.id = s.agent_id
                    where s.id = :id order by a.address
                    """)
                .bind("id", id)
                .mapTo(String.class)
                .map(AgentAddress::new)
                .list());
  }
}
