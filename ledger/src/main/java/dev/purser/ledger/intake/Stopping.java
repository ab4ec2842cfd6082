package dev.purser.ledger.intake;

import dev.purser.domain.intent.Order;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.ledger.Refused;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down a person's pause or kill: in force with this transaction, whatever workflows have yet
 * to hear.
 */
final class Stopping {
  private final Work work;
  private final Granting granting;

  Stopping(Work work, Granting granting) {
    this.work = work;
    this.granting = granting;
  }

  /** What the same person has said already, or more strictly, stays as it was said. */
  Outcome.Stopped stop(Request.Stop asked) throws SQLException {
    Place place = granting.place(asked.agent(), asked.intentId());
    IntentState intent = place.intent();
    if (intent != null && intent.status().isTerminal()) {
      throw new Refused(Refused.Code.CONFLICT, "the intent is " + intent.status() + " already");
    }
    Account account = place.own() == null ? place.agent().account() : place.own();
    boolean changes =
        account.holds().stream()
            .filter(hold -> hold.isWord() && asked.actor().equals(hold.actor()))
            .noneMatch(hold -> hold.directive().or(asked.directive()) == hold.directive());
    if (changes) {
      hold(account, asked);
      tell(place, account, asked.directive(), asked.actor(), asked.reason());
    }
    return new Outcome.Stopped(Judge.order(place, 0), changes);
  }

  private void hold(Account account, Request.Stop asked) throws SQLException {
    String did = asked.directive() == Directive.KILL ? "killed by " : "paused by ";
    OpenHold hold =
        new OpenHold(
            work.changes().ids().nextHold(),
            asked.directive(),
            InFlight.PARK,
            null,
            0,
            asked.actor(),
            asked.reason() == null ? did + asked.actor() : asked.reason(),
            null,
            work.book().now(),
            null);
    account.add(hold);
    account.touch();
    work.changes().decisions().add(hold, account, null);
  }

  /** Has it stand as its holds say, and tells workflows and whoever reads the events. */
  void tell(Place place, Account account, Directive said, String actor, @Nullable String reason) {
    Map<String, Object> details = new LinkedHashMap<>();
    Order order = Judge.order(place, 0);
    details.put("directive", order.directive());
    if (reason != null) {
      details.put("reason", reason);
    }
    if (order.parkedBy() != null) {
      details.put("parked_by", order.parkedBy());
    }
    if (place.intent() == null) {
      account.stand(order);
      details.put("status", account.status());
      work.changes()
          .decisions()
          .event(place.agent().ref().address(), ofAgent(said), details, actor);
    } else {
      String type = said == Directive.CONTINUE ? "intent.released" : "intent.stopping";
      work.changes().decisions().event(place.intent().ref().id(), type, details, actor);
    }
    work.recorder().tellWorkflows(Cause.of(place, null));
  }

  private static String ofAgent(Directive said) {
    return switch (said) {
      case CONTINUE -> "agent.resumed";
      case PARK -> "agent.paused";
      case KILL -> "agent.killed";
    };
  }
}
