package dev.purser.ledger.snapshots;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Order;
import dev.purser.ledger.intents.Intent;
import java.util.ArrayList;
import java.util.List;

/** What the code working on an intent must do now, and what says so: what is asked most often. */
public record IntentOrder(Intent intent, Order order) {

  /** {@code own}: of the intent, its task and its tree; {@code agents}: of its agent and above. */
  static IntentOrder of(Intent intent, List<Demand> own, List<Demand> agents) {
    List<Demand> demands = new ArrayList<>(own);
    demands.addAll(agents);
    return new IntentOrder(intent, Order.of(intent.status(), intent.holds(), false, demands));
  }
}
