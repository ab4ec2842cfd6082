package dev.purser.ledger.intake;

import java.io.Serial;

/** A request that depends on what this transaction writes: it is handled in one of its own. */
final class Postponed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  Postponed() {
    super(null, null, false, false);
  }
}
