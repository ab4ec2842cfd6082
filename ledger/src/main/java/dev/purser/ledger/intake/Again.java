package dev.purser.ledger.intake;

import java.io.Serial;
import java.util.Set;
import java.util.UUID;

/**
 * What was found under the locks needs more rows locked: the transaction is rolled back and begins
 * again with them.
 */
final class Again extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Set<Long> accounts;
  private final transient Set<UUID> intents;

  private Again(Set<Long> accounts, Set<UUID> intents) {
    super(null, null, false, false);
    this.accounts = accounts;
    this.intents = intents;
  }

  static Again withAccounts(Set<Long> accounts) {
    return new Again(accounts, Set.of());
  }

  static Again withIntent(UUID intent) {
    return new Again(Set.of(), Set.of(intent));
  }

  /** Accounts to lock as well. */
  Set<Long> accounts() {
    return accounts;
  }

  /** Intents to lock and read as well. */
  Set<UUID> intents() {
    return intents;
  }
}
