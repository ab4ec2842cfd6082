package dev.purser.workflows.intent;

import java.util.List;

/**
 * The ledger's answer to reports that came by signal.
 *
 * @param news the snapshot after them
 * @param rejected why the ledger refused some, one line each; they are not sent again
 */
public record HandedOver(IntentNews news, List<String> rejected) {
  public HandedOver {
    rejected = rejected == null ? List.of() : List.copyOf(rejected);
  }
}
